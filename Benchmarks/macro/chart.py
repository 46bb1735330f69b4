"""The results as an SVG chart: seconds to copy, with a bar for each contender."""

from html import escape

import report
from scenario import Contender, Scenario

WIDTH, LEFT, RIGHT = 860, 290, 90
BAR, GAP, HEAD = 16, 8, 40
COLOURS = {"ours": "#1f77b4", "limit": "#a9b4bf", "peer": "#e09f3e"}
WORDS = {"ours": "Snowmelt", "limit": "limit of server or driver", "peer": "others"}


def svg(scenarios: list[Scenario]) -> str:
    shapes: list[str] = []
    top = 34
    for scenario in scenarios:
        measured = [contender for contender in scenario.contenders if contender.results]
        if not measured:
            continue
        shapes.append(_text(16, top + 18, scenario.title, "title"))
        top += HEAD
        longest = max(contender.median("copying") for contender in measured)
        for contender in measured:
            shapes += _bar(contender, top, longest)
            top += BAR + GAP
        top += GAP
    style = (
        "text { font: 12px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 14px } "
        ".name { text-anchor: end } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }")
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" '
        'role="img" aria-label="Seconds to copy, by program">',
        f"<style>{style}</style>", *_legend(), *shapes, "</svg>", "",
    ])


def _bar(contender: Contender, top: int, longest: float) -> list[str]:
    taken = contender.median("copying")
    length = max(1.0, (WIDTH - LEFT - RIGHT) * taken / longest)
    middle = top + BAR - 4
    return [
        _text(LEFT - 8, middle, contender.name, "name"),
        f'<rect x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR}" rx="2" fill="{COLOURS[contender.kind]}"/>',
        _text(LEFT + length + 6, middle, f"{report.seconds(taken)} s"),
    ]


def _legend() -> list[str]:
    shapes, left = [], LEFT
    for kind, words in WORDS.items():
        shapes.append(f'<rect x="{left}" y="10" width="12" height="12" rx="2" fill="{COLOURS[kind]}"/>')
        shapes.append(_text(left + 18, 20, words))
        left += 40 + 7 * len(words)
    return shapes


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y}"{attribute}>{escape(text)}</text>'
