"""The words of the field: each in Chinese and English, with what it means here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word in both languages; `key` is its name in the code, the meanings are single sentences."""

    key: str
    zh: str
    en: str
    meaning_zh: str
    meaning_en: str


def _terms(table: str) -> Mapping[str, Term]:
    """Read the table below: key | 中文 | English, and on the next line both meanings."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    found = {}
    for words, meanings in zip(lines[::2], lines[1::2], strict=True):
        key, zh, en = (part.strip() for part in words.split("|"))
        meaning_zh, meaning_en = (part.strip() for part in meanings.split("|"))
        found[key] = Term(key=key, zh=zh, en=en, meaning_zh=meaning_zh, meaning_en=meaning_en)
    return found


TERMS: Final[Mapping[str, Term]] = _terms("""
    acceptable | 可接受 | acceptable band
        在标准区间外、容许范围内，附原因 | outside the norm, inside the hard limits, with the reason
    apportionment | 格数测算 | apportionment
        按社区总户数算出可设几格 | how many grids each community gets, from its total alone
    baseline | 现状方案 | baseline
        以现有网格为一个方案，供比选 | today's grids, as a scenario like any other
    basis | 口径 | basis of a count
        一个数量按什么统计、截至何日 | what a count counts, and when it was taken
    border | 界线 | border
        两个单元或网格的公共边 | the line that two units or grids share
    boundary_following | 边界沿路率 | boundary following
        界线沿道路、河流、铁路、围墙的长度占比 | share of lines that runs along roads, rivers, rail or walls
    bridge | 桥接 | declared bridge
        不相邻但约定可连成一格的两个单元 | two units that do not touch and may yet be one grid
    building | 楼栋 | building
        按代表点计数的房屋 | counted, located by its representative point
    certificate | 最优性说明 | certificate
        离理论最好结果还差多少 | how far a plan can be from the best there is
    community | 社区（村） | community
        网格的上级，网格不得跨越 | owns grids; a grid never crosses it
    community_grid | 社区网格 | community grid
        普通居民网格 | ordinary residential grid
    contiguous | 连成一片 | contiguous
        网格内各单元以公共边相连 | all units of a grid hang together by shared edges
    crossed | 跨旧界户数 | households crossing old borders
        新网格中不属其主要原网格的户数 | households outside the main former grid of their new grid
    crosswalk | 新旧对照 | crosswalk
        原网格与新网格重叠部分的户数与面积 | what lies in an old and in a new grid
    department_grid | 部门网格 | department grid
        部门自设、由基础网格组成的网格 | a department's own area, made of base grids
    district | 区（县） | district
        一次规划的行政区 | the administrative district that is planned
    draft | 草案 | draft
        可逐步修改、可撤回的方案 | a plan with its edits, none of which is lost
    dwelling | 户室 | dwelling record
        房屋登记的一户室，不等于一户 | a recorded dwelling, which is no household yet
    equivalent_household | 折算户 | equivalent household
        实有人口折成的户数，租户计入 | households reckoned from actual population, tenants counted
    estate | 小区 | estate
        不随意切开的整体 | kept whole below a limit
    exclave | 飞地 | exclave
        与主体不相连而归其管理的地块 | ground apart from the rest of its grid or community
    exclusive_grid | 专属网格 | exclusive grid
        市场、园区、学校等单位自成的网格 | grid of one body: market, campus, park, site
    fallback | 兜底 | default responsibility
        争议未决时负责的一方 | who is responsible while a border is disputed
    grid | 网格 | grid
        社区内承担服务管理的最小责任区 | the governed area that this product redraws
    grid_leader | 网格长 | grid leader
        统筹一个网格的岗位 | the post that leads a grid
    grid_worker | 网格员 | grid worker
        网格的工作人员，专职或兼职 | staff member of a grid, full or part time
    hand_over | 成果输出 | hand-over
        交付给其他系统的文件 | the files that other systems receive
    household | 户 | household
        按口径登记的一户 | registered household, on a stated basis
    kept_whole | 整体保留 | kept whole
        户数不足上限的小区不切开 | an estate below the limit is not cut
    legal_adviser | 法律顾问 | legal adviser
        为村（社区）服务的律师 | lawyer serving villages and communities
    load | 负荷 | load
        工作量与一人可用工时之比 | work over the hours of one person
    measure | 指标 | measure
        评价方案的一个数，有单位和版本 | one number about a plan, with unit and version
    mediator | 调解员 | mediator
        人民调解委员会成员 | member of a people's mediation committee
    micro_grid | 微网格 | micro-grid
        网格内 10 至 50 户的小组 | ten to fifty households within a grid
    norm | 户数标准 | norm
        一类网格应在的户数区间 | the band of households of a grid's type
    objective | 优化目标 | objective
        满足要求后再权衡的愿望 | what is traded off once rules hold
    one_each | 一格一专 | one full-timer per grid
        每格至少一名专职网格员 | at least one full-time worker for each grid
    over_limit | 超限 | over limit
        户数在容许范围之外 | households outside the hard limits
    plan | 网格划分方案 | plan
        每个单元归哪个网格 | which grid each unit belongs to
    planning_unit | 规划单元 | planning unit
        不再切分的最小地块 | smallest indivisible piece of ground
    police_grid | 警格 | police grid
        由整网格组成的警务区 | patrol area made of whole grids
    post | 岗位 | post
        一个工作位置，不指具体的人 | a place of work, never a named person
    remainder | 尾数楼栋 | remainder buildings
        大小区分格后余下、并入邻格的楼栋 | what is left of a large estate and joins a neighbour
    resident | 常住人口 | resident
        常住的人 | resident person
    retire | 注销 | retire
        停用一个网格及其编码 | end a grid and its code
    road | 道路 | road
        供人车通行的路 | what people walk and drive on
    rule | 硬性要求 | rule
        必须满足，不满足时说明原因 | must hold; explained by violations
    run | 运算 | run
        一次可查看进度、可停止的计算 | a long computation, kept in the store
    scenario | 情景方案 | scenario
        方案、人员、评价与来源的整体 | plan, staffing, scorecard and provenance
    scorecard | 评价表 | scorecard
        一个方案的全部指标 | all measures of one plan
    single_over_limit | 单体超限 | single estate over limit
        一个不可拆分的小区或楼栋本身超过容许上限 | one indivisible estate or building above the limit
    split | 拆分涉及户数 | households in split grids
        原网格被拆开的户数 | households whose former grid was divided
    staffing | 力量配置 | staffing
        谁服务哪里 | who serves what
    stairwell | 单元 | stairwell
        楼栋内不再切分的门洞 | part of a building that is never cut
    standard | 标准 | standard
        有单位、有来源的规划数值 | a planning number with unit and source
    street | 街道（镇） | street
        管辖若干社区的上级 | sub-district office that owns communities
    unavoidable | 社区总量不可整分 | unavoidable
        按总户数设几格都不能全部合格 | the community's total fits no number of grids
    villager_group | 村民小组 | villager group
        村内不随意切开的整体 | part of a village, kept whole like an estate
    walk | 实地走线 | walking the border
        到现场核对界线 | checking a border on site
    whole_community | 整建制单格 | whole community as one grid
        社区不足一格的下限，全社区一格 | a community too small for one grid at the minimum is one
""")
