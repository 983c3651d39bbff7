"""Text that is pasted from a word processor without its form."""

import pytest

from hotline.core.typed_text import clean_commonmark


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("·\t申请书\r\n•\u00a0身份证\r\n● 委托书", "- 申请书\n- 身份证\n- 委托书"),
        ("\uf0b7\t申请书\no\u00a0\u00a0复印件", "- 申请书\n   - 复印件"),
        ("第一行\v第二行\f第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
        ("１．先申请\n２、再等\n10．领决定", "1. 先申请\n2. 再等\n10. 领决定"),
        ("60\u00a0日\u3000内", "60 日 内"),
    ],
)
def test_what_word_leaves_in_plain_text_becomes_marks(pasted, kept):
    assert clean_commonmark(pasted) == kept


@pytest.mark.parametrize(
    "written",
    [
        "- 申请书\n- 身份证\n\n1. 先申请\n2. 再等",
        "一、先申请\n（一）再等\n①领决定",
        "1．5倍工资\n3.14\n2026．11．29",
        "迪丽热巴·迪力木拉提\n中间有·点",
        "o是字母\nok",
        "| 费用 | 期限 |\n| --- | --- |\n| 不收 | 60日 |",
    ],
)
def test_what_is_written_right_stays_as_it_is(written):
    assert clean_commonmark(written) == written
    assert clean_commonmark(clean_commonmark(written)) == written
