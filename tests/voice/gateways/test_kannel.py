"""Kannel: which requests are refused, how texts and receipts are read, and what is answered and sent."""

import os
import subprocess
import sys
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import UnsupportedMediaType

from hotline.core.providers import SendFailed
from hotline.core.texts import TextState
from hotline.services.content import published
from tests.support.broken import Broken
from tests.support.gateway_requests import KANNEL_SECRET, post_kannel_text
from voice.gateways.http_client import basic_auth_header
from voice.gateways.kannel import Kannel
from voice.phrases import TEXT

BASE = "https://hotline.example"


def kannel(send_url="http://127.0.0.1:9/cgi-bin/sendsms"):
    return Kannel(KANNEL_SECRET, BASE, send_url, "hotline", "a password")


def test_a_kannel_gateway_without_a_secret_is_refused():
    with pytest.raises(ValueError, match="secret"):
        Kannel("", BASE, "http://127.0.0.1:9", "hotline", "a password")


@pytest.mark.parametrize("told", [{}, {"Authorization": ""}, {"Authorization": "Basic"}, {"Authorization": "Basic 不"}])
@pytest.mark.parametrize("path", ["/sms/kannel", "/sms/kannel/receipt"])
def test_a_kannel_request_without_the_secret_is_refused(gateway_client, path, told):
    response = gateway_client.post(path, data=b"102", headers=told)
    assert (response.status_code, response.mimetype) == (403, "text/plain")


@pytest.mark.parametrize("login", [("kannel", "another"), ("hotline", KANNEL_SECRET), ("", ""), ("kannel", "")])
def test_a_kannel_request_with_another_secret_or_user_name_is_refused(gateway_client, login):
    headers = {"Authorization": basic_auth_header(*login)}
    assert gateway_client.get("/sms/kannel/receipt?key=61&status=1", headers=headers).status_code == 403


@pytest.mark.parametrize("charset", ["UTF-16BE", "UTF-8"])
def test_a_kannel_text_is_read_in_the_charset_of_its_content_type(gateway_client, line, charset):
    response = post_kannel_text(gateway_client, "102", charset=charset)
    assert response.get_data(as_text=True) == published.get_entry(line.knowledge, 102).text
    assert response.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert response.headers["X-Kannel-Coding"] == "2"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("UCS-2", "utf-16-be"),
        ("ISO-10646-UCS-2", "utf-16-be"),
        ("UTF-16BE", "utf-16-be"),
        ("UTF-16", "utf-16"),
        ("utf-16", "utf-16-be"),
        ("UCS-2LE", "utf-16-le"),
        ("GBK", "gbk"),
        ("GB2312", "gb2312"),
        ("gb2312", "gbk"),
        ("GB18030", "gb18030"),
        ("Big5", "big5"),
        ("UTF-8", "utf-8-sig"),
        ("", "utf-8"),
    ],
)
def test_chinese_is_read_in_every_charset_that_networks_use(charset, codec):
    with Flask("request").test_request_context(
        "/sms/kannel?id=1",
        method="POST",
        data="不服上去".encode(codec),
        content_type=f'text/plain; charset="{charset}"' if charset else "text/plain",
    ) as context:
        (text,) = kannel().read_texts(context.request)
    assert text.body == "不服上去"


@pytest.mark.parametrize("charset", ["zip", "EUC-JP", "undefined", "x" * 300])
def test_a_text_in_an_unknown_charset_is_refused_by_name_and_not_kept(gateway_client, line, caplog, charset):
    response = post_kannel_text(gateway_client, b"\xb2\xbb", charset=charset)
    assert response.status_code == 415
    assert charset[:40].lower() in response.get_data(as_text=True)
    assert charset[:39].lower() in caplog.text
    with line.records.reading() as unit:
        assert unit.statistics.totals()["incoming_texts"] == {}


def test_chinese_whose_utf_16_bytes_look_like_line_ends_is_read_whole():
    with Flask("request").test_request_context(
        "/sms/kannel?id=1",
        method="POST",
        data="不服，上".encode("utf-16-be"),
        content_type='text/plain; charset="UTF-16BE"',
    ) as context:
        (text,) = kannel().read_texts(context.request)
    assert text.body == "不服，上"


def test_a_reply_by_kannel_asks_for_receipts_at_a_url_with_the_secret_and_one_escape_only(gateway_client):
    told = post_kannel_text(gateway_client, "102").headers
    address = urlsplit(told["X-Kannel-DLR-Url"])
    assert (address.scheme, address.username, address.password) == ("https", "kannel", KANNEL_SECRET)
    assert (address.hostname, address.path) == ("hotline.example", "/sms/kannel/receipt")
    assert bytes.fromhex(parse_qs(address.query)["key"][0]).decode() == "reply:kannel:id-1"
    assert told["X-Kannel-DLR-Url"].count("%") == 1
    assert told["X-Kannel-DLR-Mask"] == "27"


def test_a_kannel_text_delivered_again_gets_the_same_reply_and_is_recorded_once(gateway_client, line):
    replies = {post_kannel_text(gateway_client, "火星上种土豆用什么肥料").get_data() for _ in range(3)}
    assert len(replies) == 1
    with line.records.reading() as unit:
        assert len(unit.enquiries.list_unanswered(50)) == 1


def test_a_kannel_text_without_an_id_is_identified_by_its_words_and_time():
    def delivery(words, told):
        with Flask("request").test_request_context("/sms/kannel", method="POST", data=words, headers=told) as context:
            return kannel().read_texts(context.request)[0].delivery

    told = {"Content-Type": "text/plain", "X-Kannel-From": "138", "X-Kannel-Time": "2026-11-23 10:00:00"}
    assert delivery(b"102", told) == delivery(b"102", told)
    assert delivery(b"102", told) != delivery(b"103", told)
    assert delivery(b"102", told) != delivery(b"102", told | {"X-Kannel-Time": "2026-11-23 10:00:01"})


def test_a_kannel_message_that_is_not_plain_text_gets_no_reply(gateway_client):
    headers = {"Authorization": basic_auth_header("kannel", KANNEL_SECRET), "Content-Type": "application/octet-stream"}
    response = gateway_client.post("/sms/kannel?id=1", data=b"\x00\x01", headers=headers)
    assert (response.status_code, response.get_data()) == (200, b"")


def test_after_an_exception_of_ours_kannel_gets_an_apology_to_send_on(gateway_client, line):
    gateway_client.application.extensions["hotline"] = replace(line, shelf=Broken(RuntimeError("a mistake of ours")))
    response = post_kannel_text(gateway_client, "102")
    assert (response.status_code, response.get_data(as_text=True)) == (200, TEXT("trouble.sorry"))


@pytest.mark.parametrize(
    ("status", "state"),
    [("1", TextState.DELIVERED), ("2", TextState.FAILED), ("8", TextState.SENT), ("16", TextState.FAILED)],
)
def test_a_kannel_receipt_carries_the_key_and_the_state_of_the_text(status, state):
    query = {"key": "reply:不".encode().hex(), "status": status}
    with Flask("request").test_request_context("/sms/kannel/receipt", query_string=query) as context:
        (receipt,) = kannel().read_receipts(context.request)
    assert (receipt.provider_id, receipt.state, receipt.passing) == ("reply:不", state, False)


@pytest.mark.parametrize("query", ["", "status=1", "key=61", "key=61&status=4", "key=zz&status=1", "key=ff&status=1"])
def test_a_kannel_report_without_a_key_or_a_final_status_is_no_receipt(gateway_client, query):
    headers = {"Authorization": basic_auth_header("kannel", KANNEL_SECRET)}
    assert gateway_client.get(f"/sms/kannel/receipt?{query}", headers=headers).status_code == 200
    with Flask("request").test_request_context(f"/sms/kannel/receipt?{query}") as context:
        assert kannel().read_receipts(context.request) == ()


def test_a_text_is_sent_by_kannel_in_ucs2_and_its_receipts_carry_our_key(standin):
    standin.answers = [(202, "text/html", b"0: Accepted for delivery")]
    assert kannel(standin.url + "/cgi-bin/sendsms").send("+8613800138000", "不上\n诉", "answer:1") == "answer:1"
    (asked,) = standin.asked
    assert asked.body.decode() == "不上\n诉"
    told = asked.headers
    assert (told["X-Kannel-To"], told["X-Kannel-Coding"]) == ("+8613800138000", "2")
    assert (told["X-Kannel-Username"], told["X-Kannel-Password"]) == ("hotline", "a password")
    assert b"answer:1".hex() in told["X-Kannel-Dlr-Url"]
    assert "?" not in asked.path


@pytest.mark.parametrize(("status", "passing"), [(503, True), (500, True), (403, True), (400, False), (302, False)])
def test_a_text_that_kannel_refuses_is_tried_again_unless_the_text_is_to_blame(standin, status, passing):
    standin.answers = [(status, "text/html", b"http://127.0.0.1:9/elsewhere" if status == 302 else b"no")]
    with pytest.raises(SendFailed, match=str(status)) as failed:
        kannel(standin.url).send("+8613800138000", "好", "k")
    assert failed.value.passing is passing
    assert len(standin.asked) == 1  # a redirect is not followed: the password would go along


def test_a_kannel_that_does_not_answer_is_a_temporary_failure():
    with pytest.raises(SendFailed) as failed:
        kannel("http://127.0.0.1:9/cgi-bin/sendsms").send("+8613800138000", "好", "k")
    assert failed.value.passing


def test_a_request_to_this_machine_uses_no_proxy(standin):
    asked = f"from voice.gateways.http_client import send_request; print(send_request({standin.url!r}).status)"
    environment = os.environ | {"http_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "200", done.stderr


CHARSETS = st.sampled_from(["UTF-16BE", "UTF-8", "base64", "undefined", "idna", "", "x" * 300, "utf-7", "不"])


@given(body=st.binary(max_size=300), charset=CHARSETS, caller=st.text(max_size=30), text_id=st.text(max_size=80))
def test_reading_a_kannel_request_raises_for_no_body_or_number_and_refuses_charsets(body, charset, caller, text_id):
    headers = {"X-Kannel-From": caller.encode("utf-8", "replace").decode("latin-1").translate(dict.fromkeys(b"\r\n"))}
    with Flask("request").test_request_context(
        "/sms/kannel",
        method="POST",
        query_string={"id": text_id.encode("utf-8", "replace")},
        data=body,
        headers=headers,
        content_type=f'text/plain; charset="{charset}"',
    ) as context:
        try:
            texts = kannel().read_texts(context.request)
        except UnsupportedMediaType:
            texts = ()
        for text in texts:
            text.body.encode()
            text.delivery.encode()
            assert "\x00" not in text.body + text.delivery
            kannel().build_response("好", f"reply:{text.delivery}")
