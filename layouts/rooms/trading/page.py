"""取舍: plans side by side that differ in one number, to be looked at one after the other and chosen from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.frame import scenario_title
from layouts.gridmap import packed
from layouts.infeasible import told_clash
from layouts.maps import band_colours, band_legend, outlines, plan_map
from layouts.rooms.trading import starting
from layouts.text import number, quantity, say
from layouts.view import view_of
from scenarios.frontier import measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.frontier import By
    from scenarios.services import Services
    from scenarios.trading import Offer

TICK_MS = 1000
MOST_MAPS = 4
"""Plans that the room of comparison shows at once."""
COLUMNS = ("crossed", "over", "in-norm", "sizes")


def layout(view: View, services: Services) -> Component:
    """The map of the plan that is looked at, and the table of all; today's grids until one is ready."""
    by, offers = services.trading.offers(view.district, view.trade.split(","))
    chosen = _first(offers)
    record = services.viewer.record(view.district, chosen.run.result or "" if chosen else "")
    scenario = services.viewer.scenario(view.district, record.id)
    drawn = plan_map(ids.MAP, view, services.viewer, scenario, record.id)
    shown = chosen.run.id if chosen else ""
    return html.Div(
        [
            html.Div(html.Div(drawn, className="mapbox"), className="mapside"),
            html.Aside(
                html.Div(
                    told(view, services, by, offers, shown),
                    id=ids.TRADE_TOLD,
                    className="scroll",
                    **{"aria-live": "polite"},
                ),
                className="inspector",
            ),
            dcc.Store(id=ids.TRADE_SHOWN, data=shown),
            dcc.Interval(id=ids.TRADE_TICK, interval=TICK_MS, disabled=_ended(offers)),
        ],
        className="room comparing",
    )


def _first(offers: Sequence[Offer]) -> Offer | None:
    """The first plan that is ready and worth choosing."""
    ready = [offer for offer in offers if offer.scenario is not None]
    return next((offer for offer in ready if not offer.dominated_by), ready[0] if ready else None)


def _ended(offers: Sequence[Offer]) -> bool:
    return all(offer.run.ended_already for offer in offers)


def told(view: View, services: Services, by: By, offers: Sequence[Offer], shown: str) -> list[Component]:
    """The table of all plans, what is wrong with some, and what can be done with the one that is shown."""
    language = view.language
    head = [say(f"trade.by.{by}", language), *(say(f"trade.{key}", language) for key in COLUMNS)]
    names = {offer.run.id: _name(offer, by, view) for offer in offers}
    return [
        html.H2(say(f"trade.title.{by}", language)),
        html.P(say("trade.how", language), className="muted"),
        html.Table(
            [
                html.Thead(html.Tr([html.Th(title, scope="col") for title in head])),
                html.Tbody([_row(view, services, offer, names, shown) for offer in offers]),
            ],
            className="facts offers",
        ),
        *[note for offer in offers for note in _notes(view, offer, names)],
        *_acts(view, services, offers, shown),
    ]


def _name(offer: Offer, by: By, view: View) -> str:
    if offer.asked is None:
        return say("trade.free", view.language)
    key = "trade.cap" if by == "cross" else "trade.count"
    return say(key, view.language, value=offer.asked)


def _row(view: View, services: Services, offer: Offer, names: dict[str, str], shown: str) -> Component:
    """A plan with what it is worth, or how far its run is."""
    name, plan = names[offer.run.id], offer.scenario
    if plan is None:
        waits = html.Td(_state(offer, view), colSpan=len(COLUMNS), className="muted")
        return html.Tr([html.Th(name, scope="row"), waits])
    button = html.Button(
        name,
        id={"type": ids.TRADE_POINT, "run": offer.run.id},
        className="textual",
        **{"aria-pressed": str(offer.run.id == shown).lower()},
    )
    crossed, norm = measured(plan, "crossed-share"), measured(plan, "share-in-norm")
    total = services.viewer.households(view.district, plan)
    language = view.language
    worth = (
        (number(round(crossed * total), language), crossed),
        (number(measured(plan, "grids-over-limit"), language), None),
        (quantity(norm, "share", language), norm),
        (_sizes(plan, view), None),
    )
    classes = " ".join(
        name
        for name, holds in (("shown", offer.run.id == shown), ("beaten", bool(offer.dominated_by)))
        if holds
    )
    cells = [html.Td(text, **_bar(share)) for text, share in worth]
    return html.Tr([html.Th(button, scope="row"), *cells], className=classes)


def _sizes(plan: Scenario, view: View) -> str:
    """The smallest and the largest grid."""
    ends = (measured(plan, f"household-{end}") for end in ("min", "max"))
    return "–".join(number(end, view.language) for end in ends)


def _bar(share: float | None) -> dict[str, Any]:
    """A cell's bar, as long as its share; none without one."""
    return (
        {}
        if share is None
        else {"className": "share", "style": {"backgroundSize": f"{100 * share:.1f}% 3px"}}
    )


def _state(offer: Offer, view: View) -> str:
    """How far a run without a plan is."""
    run = offer.run
    if run.state == "running" and not run.parts:
        return say("run.preparing", view.language)
    if run.state == "running":
        return say("trade.running", view.language, done=run.parts_done, parts=run.parts)
    return say(f"trade.{run.state}", view.language)


def _notes(view: View, offer: Offer, names: dict[str, str]) -> list[Component]:
    """Why a plan does not exist, or which others make it not worth choosing."""
    if offer.run.state in {"infeasible", "failed"}:
        return [html.H3(names[offer.run.id]), *told_clash(offer.run.outcome, view)]
    if not offer.dominated_by:
        return []
    others = say("infeasible.and", view.language).join(names[run] for run in offer.dominated_by)
    told = say("trade.beaten", view.language, name=names[offer.run.id], others=others)
    return [html.P(told, className="told")]


def _acts(view: View, services: Services, offers: Sequence[Offer], shown: str) -> list[Component]:
    """Ways on from the plan that is shown, to a comparison of several, and back."""
    language, plain = view.language, view.at(trade="", run="", grid="")
    ready = {offer.run.id: offer.run.result for offer in offers if offer.run.result}
    acts = []
    if shown in ready:
        record = services.viewer.record(view.district, ready[shown] or "")
        title = scenario_title(record.name, view)
        there = plain.at(scenario=record.id).href
        acts.append(dcc.Link(say("trade.open", language, plan=title), href=there, className="do"))
    worth = [offer.run.result or "" for offer in offers if offer.scenario and not offer.dominated_by]
    if len(worth) > 1:
        first, *more = worth[:MOST_MAPS]
        beside = plain.at(room="compare", scenario=first, more=",".join(more))
        acts.append(dcc.Link(say("trade.together", language), href=beside.href, className="also"))
    acts.append(dcc.Link(say("run.back", language), href=plain.href, className="also"))
    return [html.Div(acts, className="again")]


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        *starting.parts(),
        html.Div(id=ids.TRADE_TOLD),
        dcc.Store(id=ids.TRADE_SHOWN),
        dcc.Interval(id=ids.TRADE_TICK, disabled=True),
    ]


def register(app: Dash, services: Services) -> None:
    """Start a set of runs, follow it, and show the plan that is chosen."""
    starting.register(app, services)
    # what is chosen is kept in the browser at once: the table is asked for again every second
    app.clientside_callback(
        """(clicks) => {
            const [pressed] = dash_clientside.callback_context.triggered;
            if (!pressed || !pressed.value) return dash_clientside.no_update;
            return JSON.parse(pressed.prop_id.replace(/\\.n_clicks$/, '')).run;
        }""",
        Output(ids.TRADE_SHOWN, "data", allow_duplicate=True),
        Input({"type": ids.TRADE_POINT, "run": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.TRADE_TOLD, "children"),
        Output(ids.TRADE_TICK, "disabled"),
        Output(ids.TRADE_SHOWN, "data"),
        Input(ids.TRADE_SHOWN, "data"),
        Input(ids.TRADE_TICK, "n_intervals"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def table(shown: str, _tick: int, path: str, query: str) -> Any:
        view = view_of(path, query)
        by, offers = _offers(view, services)
        first = _first(offers)
        now = shown or (first.run.id if first else "")
        return told(view, services, by, offers, now), _ended(offers), no_update if now == shown else now

    @app.callback(
        Output(ids.MAP, "gridOfUnit", allow_duplicate=True),
        Output(ids.MAP, "colours", allow_duplicate=True),
        Output(ids.MAP, "legend", allow_duplicate=True),
        Output(ids.MAP, "grids", allow_duplicate=True),
        Input(ids.TRADE_SHOWN, "data"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def drawn(shown: str, path: str, query: str) -> Any:
        view = view_of(path, query)
        _, offers = _offers(view, services)
        plan, run = next(((o.scenario, o.run) for o in offers if o.run.id == shown), (None, None))
        if plan is None or run is None:
            raise PreventUpdate
        return (
            packed(plan.plan.grid_of), band_colours(plan.scorecard.per_grid),
            band_legend(view.language, plan.scorecard.per_grid),
            outlines(view.district, run.result or "", services.viewer),
        )  # fmt: skip


def _offers(view: View, services: Services) -> tuple[By, tuple[Offer, ...]]:
    """The plans of the page, nothing on any other page."""
    if not view.trade:
        raise PreventUpdate
    return services.trading.offers(view.district, view.trade.split(","))
