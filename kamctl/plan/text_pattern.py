"""Regular expressions that say which text is a figure, a date or an id, and which lies within its limits.

They are written for other programs, so they keep to what reads the same in ECMA-262 (with and without its `u` flag)
and in Python: no `\\d`, no `\\p{…}`, ASCII digits, anchored on both sides.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kamctl.plan.period import PERIOD_PATTERN
from kamctl.plan.quantity import DATE_PATTERN, GROUPED_PATTERN, LARGEST_NUMBER, PERCENT_PATTERN

TEXT = r"\S"
PERIOD = f"^{PERIOD_PATTERN}$"

_LATIN = (
    "a-zªµºß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĳĵķĸĺļľŀłńņňŉŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżž-ƀƃƅƈƌƍƒƕƙ-ƛƞơƣƥƨƪƫƭưƴƶƹ-ƻƽ-ǃǆǉǌǎǐǒǔǖǘǚǜǝǟǡǣǥǧǩǫǭǯǰǳǵǹǻǽǿ"
    "ȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟȡȣȥȧȩȫȭȯȱȳ-ȹȼȿɀɂɇɉɋɍɏ"
)
_GREEK = "ͱͳͷͻ-ͽΐά-ώϐϑϕ-ϗϙϛϝϟϡϣϥϧϩϫϭϯϰ-ϳϵϸϻϼ"
_CYRILLIC = "а-џѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӂӄӆӈӊӌӎӏӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯ"
# Letters of all other scripts, and what is no letter at all: without `\p{Ll}` there is no short way to tell them apart.
_OTHERS = r"\u0000-\u024f\u0300-\u052f\u2000-\u206f\u3000-\u303f"
_WORD = (
    f"(?:[{_LATIN}0-9]+|[{_GREEK}0-9]+|[{_CYRILLIC}0-9]+"
    f"|[{_LATIN}{_GREEK}{_CYRILLIC}0-9]*[^{_OTHERS}](?:[^{_OTHERS}]|[{_LATIN}{_GREEK}{_CYRILLIC}0-9])*)"
)
ID = f"^(?!(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$){_WORD}(?:-{_WORD})*$"
"""An id, exactly for words of Latin, Greek and Cyrillic letters; in a word of another script too much passes."""


def percent(lowest: Decimal | None = None, highest: Decimal | None = None) -> str:
    """A percentage; the limits are fractions (0.15 is 15%)."""
    low, high = (None if limit is None else limit * 100 for limit in (lowest, highest))
    return _signed(PERCENT_PATTERN, "%", "", low, high)


def grouped(lowest: Decimal | None = None, highest: Decimal | None = None) -> str:
    """A figure with `_` between its groups of three digits."""
    low = -LARGEST_NUMBER if lowest is None else max(lowest, -LARGEST_NUMBER)
    high = LARGEST_NUMBER if highest is None else min(highest, LARGEST_NUMBER)
    return _signed(GROUPED_PATTERN, "", "_?", low, high)


def day(lowest: date | None = None, highest: date | None = None) -> str:
    """A real day of this century."""
    least = f"(?={_text_bound(lowest.isoformat(), up=True)})" if lowest else ""
    most = f"(?={_text_bound(highest.isoformat(), up=False)})" if highest else ""
    return f"^{least}{most}(?:{DATE_PATTERN})$"


def _signed(form: str, tail: str, gap: str, low: Decimal | None, high: Decimal | None) -> str:
    """Text of a form (sign, digits, fraction, tail) whose number lies between two limits, both included."""
    if low is None and high is None:
        return f"^{form}$"
    sign = r"\+?" if gap else ""
    branches = []
    if high is None or high >= 0:
        branches.append(sign + _between(low, high, tail, gap))
    if low is None or low <= 0:
        branches.append("-" + _between(_negated(high), _negated(low), tail, gap))
    return f"^(?={form}$)(?:{'|'.join(branches)})$"


def _negated(limit: Decimal | None) -> Decimal | None:
    return None if limit is None else -limit


def _between(low: Decimal | None, high: Decimal | None, tail: str, gap: str) -> str:
    """Digits without a sign between two limits; what else their form asks for has been asked before."""
    bounds = []
    if low is not None and low > 0:
        bounds.append(_bound(low, gap, up=True))
    if high is not None:
        bounds.append(_bound(high, gap, up=False))
    if not bounds:
        return f"[0-9_.]+{tail}"
    first = f"(?={bounds[0]}{tail}$)" if len(bounds) == 2 else ""
    return f"{first}{bounds[-1]}{tail}"


def _bound(limit: Decimal, gap: str, up: bool) -> str:
    """Digits of a number at least (`up`) or at most `limit`, which is not negative."""
    whole, _, fraction = f"{limit:f}".partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    digit = f"[0-9]{gap}" if not gap else f"(?:[0-9]{gap})"
    beyond = _beyond(whole, digit, gap, up)
    if up:
        beyond.append(f"[1-9]{gap}{digit}{{{len(whole)},}}")
    elif whole:
        beyond.append(f"{digit}{{0,{len(whole) - 1}}}")
    further = f"(?:{'|'.join(beyond)})(?:\\.[0-9]+)?|" if beyond else ""
    same = "".join(character + gap for character in whole) + _fraction_bound(fraction, up)
    zeros = f"(?:0{gap})*" if gap else "0*"
    return f"{zeros}(?:{further}{same})"


def _fraction_bound(fraction: str, up: bool) -> str:
    """What may follow a whole part that equals the limit's."""
    if not fraction:
        return r"(?:\.[0-9]+)?" if up else r"(?:\.0+)?"
    choices = _beyond(fraction, "[0-9]", "", up, open_ended=True)
    if up:
        return rf"\.(?:{'|'.join([*choices, f'{fraction}[0-9]*'])})"
    shorter = [fraction[:size] for size in range(1, len(fraction))]
    return rf"(?:\.(?:{'|'.join([*choices, *shorter, f'{fraction}0*'])}))?"


def _beyond(digits: str, digit: str, gap: str, up: bool, open_ended: bool = False) -> list[str]:
    """Digits that agree with `digits` up to a place and are larger (`up`) or smaller there, then go on in any way."""
    choices = []
    for place, character in enumerate(digits):
        span = _digits_beyond(character, up)
        if span:
            rest = len(digits) - place - 1
            tail = f"{digit}*" if open_ended else digit if rest == 1 else f"{digit}{{{rest}}}" if rest else ""
            choices.append("".join(same + gap for same in digits[:place]) + span + gap + tail)
    return choices


def _digits_beyond(character: str, up: bool) -> str:
    first, last = (int(character) + 1, 9) if up else (0, int(character) - 1)
    return "" if first > last else str(first) if first == last else f"[{first}-{last}]"


def _text_bound(text: str, up: bool) -> str:
    """Text of digits in fixed places that sorts at or after (`up`), or at or before `text`."""
    choices = [
        text[:place] + span
        for place, character in enumerate(text)
        if character.isdigit() and (span := _digits_beyond(character, up))
    ]
    return f"(?:{'|'.join([*choices, text])})"
