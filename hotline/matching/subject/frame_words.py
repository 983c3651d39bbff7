"""Tells the words that say what a question is about from those around them.

申请低保要什么材料 and 申请法律援助要什么材料 share 申请 and 材料, and are about different things. Choices are offered
only where a content word is shared: a caller hears nothing that she did not speak of."""

from __future__ import annotations

import re

from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.subject.subject_terms import is_term

_FRAME_WORDS = """
    申请 办理 办事 办的 办好 办成 办完 办下 办不了 经办 代办 处理 解决 提交 交上 交上去 交到 交给 交了 要交 还要交
    领取 拿到 收到 找到 送到 看到 听说 说是 告诉 知道 晓得 不知道 了解 咨询 查询 打听 请教 问问 想问 请问 帮忙
    帮我 麻烦 谢谢 您好 你好 准备 需要 想要 我要 要求 应该 应当 必须 可以 能够 我能 不能 不会 不要 不用 不是 不行
    不了 不成 不得 不到 不够 不算 不给 不让 没有 没得 有没有 是不是 能不能 可不可以 行不行 要不要 还要 还有 还能
    就是 只能 已经 现在 目前 刚刚 刚才 以前 以后 之前 之后 之内 以内 日内 天内 月内 年内 期间 当时 今天 明天 昨天
    今年 去年 明年 上个月 这个月 下个月 时候 时间 日子 长时间 最长 最多 最迟 最快 至少 一直 一定 一样 一般 一起
    一下 一个 一次 一份 一步 有人 别人 人家 自己 个人 本人 大家 我家 我们家 屋头 家里 家里人 儿子 女儿 孩子 娃儿
    娃娃 小孩 老人 老人家 爸爸 妈妈 父亲 母亲 爷爷 奶奶 老公 老婆 老汉 哥哥 弟弟 姐姐 妹妹 亲戚 朋友 老乡 对方
    他们 我们 你们 这种 那种 这样 那样 这边 那边 这个 那个 这些 那些 这里 那里 哪天 哪里 哪个 哪些 什么 怎么
    怎么办 怎样 多少 几个 情况 事情 问题 东西 地方 外地 本地 当地 村里 村上 镇上 乡里 乡下 县里 县城 市里 城里
    上面 下面 里面 外面 网上 单位 部门 工作 工作日 工作人员 人员 名字 直接 真的 到底 究竟 觉得 以为 打算 听见 出来
    下来 上去 上来 进去 过来 过去 回来 回去 起来 来得及 来得 去办 来办 好久 好多 很久 很多 好几 没钱 要钱 耽误
    参加 相关 有关 关于 属于 通过 进行 规定 使用
"""
_CONNECTIVES = "如果 要是 的话 假如 万一 那要 一声 比如 或者 还是 而且 但是 因为 所以 反正 结果 后来 然后"
CONNECTIVES = frozenset(_CONNECTIVES.split())
"""Words that join what is said, and are about nothing."""
FRAME_WORDS = frozenset(_FRAME_WORDS.split())
"""Words that go with any matter: how one asks, wants and gets something, when, and who of the family wants it."""
_COUNTED = re.compile("[零一二三四五六七八九十百千万两几半多第]+[个天年月日次份块元点周号岁名张家人时期些里]{0,2}")
"""A number with what it counts (一个月, 十天, 第二次): said of any matter."""


def is_content_word(word: str) -> bool:
    """Whether ``word`` (folded) says what a text is about, rather than how something is asked or done.

    >>> [word for word in ("残疾证", "申请", "材料", "多少钱", "一个月", "复议") if is_content_word(word)]
    ['残疾证', '复议']
    """
    is_frame = word in FRAME_WORDS or _COUNTED.fullmatch(word) is not None or bool(find_asked_for(word))
    return is_term(word) and not is_frame
