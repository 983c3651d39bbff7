"""CommonMark of answers as safe HTML with headings in order, and as sentences to be read aloud."""

import pytest

from hotline.services.content.commonmark import commonmark, lead, plain


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[看](javascript:alert(1))",
        "[看](JaVaScRiPt:alert(1))",
        "[看](data:text/html,x)",
        "[看](//elsewhere.example)",
        "[看](///elsewhere.example)",
        "<javascript:alert(1)>",
        '[看](https://a.example "x\\" onclick=\\"alert(1)")',
    ],
)
def test_scripts_and_unsafe_links_in_an_answer_are_not_rendered(attack):
    html = commonmark(attack).lower()
    for harm in ("<script", "<img", 'href="javascript', 'href="data', 'href="/', ' onclick="'):
        assert harm not in html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("见![平面图](https://a.example/x.png)。", '见<a href="https://a.example/x.png">平面图</a>。'),
        ("![一楼**大厅** & <b>](/files/x.png)", '<a href="/files/x.png">一楼大厅 &amp; &lt;b&gt;</a>'),
        ('![图](https://a.example/x.png "窗口")', '<a href="https://a.example/x.png">图</a>'),
        ("![](https://a.example/x.png)", '<a href="https://a.example/x.png">图片</a>'),
        ("[看![图](https://a.example/x.png)](https://b.example)", '<a href="https://b.example">看图</a>'),
        ("![图]()", "图"),
        ("![]()", ""),
        ("真的！[看](https://a.example)!", '真的！<a href="https://a.example">看</a>!'),
    ],
)
def test_an_image_becomes_a_link_named_by_its_alternative_text_and_is_not_loaded(written, shown):
    assert commonmark(written) == f"<p>{shown}</p>\n"


@pytest.mark.parametrize("url", ["https://a.example/x?y=1", "tel:12348", "mailto:a@b.example", "/entries/102"])
def test_links_of_known_schemes_and_within_the_site_are_rendered(url):
    assert f'href="{url}"' in commonmark(f"[看]({url})")


def test_the_headings_of_an_answer_continue_the_heading_levels_of_the_page():
    assert "<h2>期限</h2>" in commonmark("### 期限")
    assert "<h4>期限</h4>" in commonmark("### 期限", 4)
    assert "<h2>期限</h2>" in commonmark("# 期限")


def test_the_lead_is_the_first_paragraph_only():
    assert lead("一般**60日**。\n\n### 怎么办\n先申请。") == "<p>一般<strong>60日</strong>。</p>\n"
    assert lead("- 只有列表") == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("### 期限\n60日**内**\n\n- 一\n- 二；", "期限：60日内。一。二；"),
        ("看[办法](https://a.example)或者`12348`", "看办法或者12348。"),
        ("|事项|期限|\n|---|---|\n|复议|60日|\n|诉讼||", "事项：复议，期限：60日。事项：诉讼。"),
        ("1. 先\n   - 里面\n2. 后", "第1，先。里面。第2，后。"),
        ("![大门](https://a.example/x.png)\n\n---\n\n第一行  \n第二行", "大门。第一行，第二行。"),
        ("见![](https://a.example/x.png)图，[看](javascript:x)", "见图，看。"),
        ("“好。”\n\n行，", "“好。”行。"),
        ("", ""),
    ],
)
def test_an_answer_is_read_aloud_without_its_markup(written, read):
    assert plain(written) == read


def test_numbered_lines_of_chinese_documents_stay_lines_of_their_own():
    written = "一、申请\n（一）带身份证\n1、交到窗口"
    assert commonmark(written) == "<p>一、申请<br />\n（一）带身份证<br />\n1、交到窗口</p>\n"


def test_a_table_is_shown_as_a_table():
    html = commonmark("|事项|期限|\n|---|---|\n|复议|60日|")
    assert "<th>事项</th>" in html
    assert "<td>60日</td>" in html
    assert "|" not in html
