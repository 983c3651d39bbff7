"""What people ask about any matter (how much, how long, may I send somebody), and how an answer tells it.

The phrases belong to no office and no entry. They are read in folded text: simplified, lower case, without marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COUNT = "[0-9零一二两三四五六七八九十百半几]"
_ASPECTS = {
    # name: (how it is asked, what stands in the heading over it, what stands in the sentence that tells it)
    "price": (
        "多少钱|多少元|几块|几元|贵不贵|[要花交收给出]不?[要花交收给出]?钱|收不收|收费|费用|(?<=[费价])是?多少|免费|价格",
        "收费|费用|多少钱",
        f"收费|交费|费用|[证诉裁理律师]费|免费|减免|费标准|{_COUNT}元",
    ),
    "start": (
        "(?:从|打)(?:哪|什么|几|何)(?:一?天|日|时候?|号)(?:开始|起)?(?:算|起)?起?"
        "|(?:哪|几|什么)(?:一?天|时候|号)(?:开始|起)?算起?|怎么算的?(?:时间|日子|天数)|(?:时间|日子|天数)怎么算",
        "起算|哪天",
        "之日起|起算|[天日]起|日算",
    ),
    "duration": (
        "多久|多长时间|几天|多少天|多少日|几个月|几个工作日|几年|多少年|期限|时限|什么时候(?:能|可以|有|给|出)|(?:得|要)等",
        "期限|多久|时间",
        f"{_COUNT}+个?(?:工作日|日|天|月|年|小时)|当场|随时|立即",
    ),
    "papers": (
        "什么材料|哪些材料|要材料|带什么|带啥|带些|带哪|什么证件|什么手续|哪些手续|什么证明|准备什么|准备些|交什么|交些什么|什么东西|哪些东西",
        "材料|证件|带什么",
        "材料|身份证|申请书|证明|户口|证据",
    ),
    "place": (
        "在哪|哪里|哪儿|哪个地方|什么地方|地点|去哪|到哪|哪条[街路]|哪个(?:地方|窗口|单位|部门|机关)|地址",
        "哪里|到哪|哪个|地点|找谁",
        "(?:[到去向找由在寄问]|拨打).{1,16}(?:处|局|院|会|机关|中心|政府|窗口|科|所|单位|社区|村|站)|网",
    ),
    "phone": ("电话|号码|联系方式|怎么联系", "哪里|到哪|电话", "[0-9]{5}|拨打|来电|热线"),
    "who": (
        "谁|哪个(?:单位|部门|机关|人|开|给|管|出|来)|什么人|哪家",
        "找谁|哪里|谁",
        "由|向|机关|委员会|法院|政府|本人",
    ),
    "writing": (
        "不识字|看不见|看不到|不会写|写不来|写不了|不会填|填不了|填不来|口头|口说|嘴说|当面说|说一下(?:行|可以|就)|不写",
        "",
        "口头|代写|代为|书写.{0,4}困难",
    ),
    "online": (
        "网上|网站|手机|线上|上网|微信|邮箱|传真|邮寄|寄过?[去来]|快递|不用跑",
        "",
        "网|线上|电子|传真|邮件|邮寄|信函|寄",
    ),
    "proxy": (
        "别人|代办|代我|替我|帮我[去办交]|替[他她]|帮[他她]|(?:儿子|女儿|姑娘|家里人|亲戚|老公|老婆|媳妇|孩子|娃儿?|孙子).{0,4}(?:去|办|交|申请)"
        "|委托|本人|亲自",
        "",
        "代[理办为]|委托|本人|代写|替",
    ),
    "silence": (
        "不理|没(?:有)?(?:人)?理|不管|不答复|没(?:有)?(?:给|回)(?!钱)|不回[我复话音]|没(?:有)?回音|没(?:有)?回复|没(?:有)?动静|不吭|没(?:有)?消息|不给(?:个)?(?:说法|答复|结果|决定)"
        "|拖着|拖起|一直(?:没|不)|到期|超期|过期|超过|不作声|不出结果|没(?:有)?结果|逾期|到时候不",
        "没答复|不答复|过期",
        "不答复|逾期|期满|过期|不作(?:出)?决定|没有决定|没决定|不决定|未作",
    ),
    "refusal": (
        "不同意|不答应|不批|不服|不愿意?|不肯(?!签)|拒绝|不受理|不收(?=我的?(?:申请|材料)|材料|申请)|不给(?!我|你|钱)|不予|不干|不配合|不认|(?:谈|调解|协商|说|讲|调)不(?:成|拢|好|通)",
        "不服|不受理|不同意",
        "不服|不予|拒绝|自愿|不同意|不受理|驳回|不肯|不履行|[谈调]不成|不成的?",
    ),
    "mended": ("补正|补交|补材料|不齐|不全|缺(?:了|少)?|少了", "", "补正|补|不齐"),
    "longer": ("延期|延长|延后|推迟|再拖|晚点", "", "延长|延期|延迟"),
    "undo": ("撤回|撤销|反悔|不想(?:告|申请|办)了|撤诉|收回申请", "", "撤"),
    "late": (
        "过了(?:期|时间|日子)|错过|晚了|来不及|耽误了?|还能不能|还来得及|还赶得上|过了.{0,6}还",
        "",
        "不可抗力|正当理由|耽误|中止|继续计算|逾期|不受理|不再保护",
    ),
}


@dataclass(frozen=True)
class Aspect:
    """A thing that people ask about any matter; ``told`` finds what an answer that tells it contains."""

    name: str
    asked: re.Pattern[str]
    heading: re.Pattern[str] | None
    told: re.Pattern[str]


ASPECTS = tuple(
    Aspect(name, re.compile(asked), re.compile(heading) if heading else None, re.compile(told))
    for name, (asked, heading, told) in _ASPECTS.items()
)
"""All aspects, in the order in which they are looked for."""


def find_aspects(question: str) -> tuple[tuple[Aspect, ...], str]:
    """The aspects that ``question`` (folded) asks for, and what is left of it without the words that ask.

    >>> found, rest = find_aspects("代我去要带什么材料")
    >>> [aspect.name for aspect in found], rest
    (['papers', 'proxy'], '，去要，')
    """
    found = []
    for aspect in ASPECTS:
        question, times = aspect.asked.subn("，", question)
        if times:
            found.append(aspect)
    return tuple(found), question
