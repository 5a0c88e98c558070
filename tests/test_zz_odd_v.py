import html, re, itertools, traceback
import pytest
from django.db import transaction
from django.test import Client
from tests.test_private_words import walk, browser_of  # noqa
from tests.access_table import PATTERNS
from django.urls import reverse

DONE = set(open("/tmp/v/done.txt").read().split())
ODD = ["", "\x00abc", "x" * 10000, "9999-12-31", "0001-01-01", "00000000-0000-0000-0000-000000000000", "-1", "99999999999999999999", "NaN", "\ud7ff\u202e\U0001f4a5", "²", "٣", "23:59", "31.02.", "on", "None", "\n\n", "24:00"]

def form_fields(body):
    out = []
    for form in re.findall(r"<form\b.*?</form>", body, re.S):
        action = re.search(r'<form[^>]*action="([^"]*)"', form)
        if 'method="post"' not in form and "hx-post" not in form: continue
        data = {}
        for tag in re.findall(r"<input[^>]*>", form):
            n = re.search(r'name="([^"]*)"', tag)
            if not n or n[1] == "csrfmiddlewaretoken": continue
            v = re.search(r'value="([^"]*)"', tag)
            if 'type="radio"' in tag or 'type="checkbox"' in tag:
                if "checked" in tag or n[1] not in data: data[n[1]] = html.unescape(v[1]) if v else "on"
            else: data[n[1]] = html.unescape(v[1]) if v else ""
        for n, t in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S): data[n] = html.unescape(t)
        for n, t in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
            s = re.search(r'<option value="([^"]*)" selected', t) or re.search(r'<option value="([^"]*)"', t); data[n] = html.unescape(s[1]) if s else ""
        for n, v in re.findall(r'<button[^>]*name="([^"]*)" value="([^"]*)"', form): data[n] = html.unescape(v)
        for n, in re.findall(r'<button[^>]*name="([^"]*)"', form) and [(x,) for x in re.findall(r'<button[^>]*name="([^"]*)"', form)]: data.setdefault(n, "yes")
        out.append((html.unescape(action[1]) if action else "", data))
    return out

@pytest.mark.parametrize("reader", ["Helen", "Amara", "facilitator", "administrator"])
def test_odd(walk, db, reader):
    bad, seen, count = [], set(), 0
    client = browser_of(walk.written.readers[reader])
    pages = list(walk.addresses.items())
    perform = 0
    for where, name in pages:
        r = client.get(where)
        if r.status_code != 200 or "html" not in r.headers.get("Content-Type", ""): continue
        for action, data in form_fields(r.content.decode()):
            to = action or where
            if "logout" in to or re.sub(r"[0-9a-f-]{36}", "*", to) in DONE: continue
            if reader == "facilitator" and not re.search("house|closing|dates", to): continue
            shape = (re.sub(r"[0-9a-f-]{36}", "*", to), tuple(sorted(re.sub(r"\d+", "#", k) for k in data)))
            if shape in seen: continue
            seen.add(shape)
            variants = [dict(data)] + [{k: v for k, v in data.items() if k != drop} for drop in data] + [{**data, k: odd} for k in data for odd in ODD] + [{k: odd for k in data} for odd in ODD] + [{**data, k: [data[k], "zz"]} for k in data]
            extra = [{**data, "line-TOTAL_FORMS": x} for x in ("9999999999", "-1", "100", "")] if "line-TOTAL_FORMS" in data else []
            for payload in variants + extra:
                for headers in ({}, {"HX-Request": "true"}):
                    count += 1
                    try:
                        with transaction.atomic():
                            a = client.post(to, payload, headers=headers)
                            a2 = client.post(to, payload, headers=headers)
                            transaction.set_rollback(True)
                        if a.status_code >= 500 or a2.status_code >= 500: bad.append((to, payload, a.status_code))
                    except Exception as e:
                        tb = traceback.format_exc().splitlines()
                        key = (shape[0], type(e).__name__, [l for l in tb if "/work/main" in l and "/tests/" not in l and ".venv" not in l][-1:])
                        if key not in [b[0] for b in bad]: bad.append((key, {k: str(v)[:40] for k, v in payload.items()}, str(e)[:200]))
                        client = browser_of(walk.written.readers[reader])
    print("COUNT", reader, count, len(seen))
    for s in sorted(seen): print("  ", s[0])
    for b in bad: print("BAD", b)
    assert not bad
