"""The fifteen classes of information that an office must disclose by itself: 《政府信息公开条例》第二十条.

The words were read in a public copy of the regulation on 2026-11-29."""

from __future__ import annotations

from dataclasses import dataclass

_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"]


@dataclass(frozen=True)
class StatutoryClass:
    """A class of article 20. ``number`` is "1" to "15", ``name`` is our short name for it, ``words`` are the law's."""

    number: str
    name: str
    words: str

    @property
    def article(self) -> str:
        """
        >>> STATUTORY_CLASSES["11"].article
        '第二十条第（十一）项'
        """
        return f"第二十条第（{_NUMERALS[int(self.number) - 1]}）项"

    @property
    def label(self) -> str:
        """
        >>> STATUTORY_CLASSES["7"].label
        '（七）财政预算、决算'
        """
        return f"（{_NUMERALS[int(self.number) - 1]}）{self.name}"


_WORDS = (
    ("法规、规章、规范性文件", "行政法规、规章和规范性文件"),
    ("机关职能和联系方式", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
    ("规划和政策", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    ("统计信息", "国民经济和社会发展统计信息"),
    ("行政许可和其他服务事项", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
    (
        "行政处罚、行政强制",
        "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    ),
    ("财政预算、决算", "财政预算、决算信息"),
    ("行政事业性收费", "行政事业性收费项目及其依据、标准"),
    ("政府集中采购", "政府集中采购项目的目录、标准及实施情况"),
    ("重大建设项目", "重大建设项目的批准和实施情况"),
    ("民生政策", "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"),
    ("应急管理", "突发公共事件的应急预案、预警信息及应对情况"),
    ("监督检查", "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"),
    ("公务员招考", "公务员招考的职位、名额、报考条件等事项以及录用结果"),
    ("其他应当公开的", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
)
STATUTORY_CLASSES = {
    str(place): StatutoryClass(str(place), name, words) for place, (name, words) in enumerate(_WORDS, start=1)
}
"""Number -> class, in the order of the law."""
