"""Each host reports what it serves, and lags behind in the eyes of staff when it does not serve the newest version."""

from datetime import timedelta

from hotline.core.word_lists import StopWord, WordList
from hotline.services import hosts, retention
from hotline.services.content import publish
from hotline.services.content.follow import Follower


def list_hosts(line):
    with line.records.reading() as unit:
        return {host.name: host for host in unit.hosts.list_hosts()}


def publish_more(line):
    with line.records.writing() as unit:
        unit.words.put(WordList.STOP_WORDS, StopWord("的话"), "w", line.now())
    publish.publish(line)


def test_one_host_alone_has_no_others_to_reach(first):
    hosts.report(first)
    assert hosts.find_reach(first) is None


def test_a_change_is_live_where_it_is_served(first, second):
    for host in (first, second):
        Follower(host).step()
    assert hosts.find_reach(first) == hosts.Reach(1, 2, ())
    publish_more(first)
    reach = hosts.find_reach(first)
    assert (reach.number, reach.live, [one.host.name for one in reach.lagging]) == (2, 1, ["second"])
    assert not reach.lagging[0].silent
    Follower(second).step()
    assert hosts.find_reach(first) == hosts.Reach(2, 2, ())


def test_a_host_that_reports_no_more_is_silent_after_a_minute(first, second, set_clock):
    Follower(second).step()
    seen = set_clock()
    set_clock.pass_by(seconds=61)
    (lagging,) = hosts.find_reach(first).lagging
    assert (lagging.host.name, lagging.silent, lagging.host.seen_at) == ("second", True, seen)


def test_a_host_reports_when_something_changed_and_else_every_ten_seconds(first, set_clock):
    began = set_clock()
    hosts.report(first)
    set_clock.pass_by(seconds=9)
    hosts.report(first)
    assert list_hosts(first)["first"].seen_at == began
    set_clock.pass_by(seconds=1)
    hosts.report(first)
    assert list_hosts(first)["first"].seen_at == began + timedelta(seconds=10)
    publish_more(first)
    hosts.report(first)
    told = list_hosts(first)["first"]
    assert (told.number, told.started_at) == (2, began)


def test_a_host_that_was_silent_has_started_anew(first, set_clock):
    hosts.report(first)
    set_clock.pass_by(minutes=5)
    hosts.report(first)
    assert list_hosts(first)["first"].started_at == set_clock()


def test_a_host_that_was_not_seen_for_a_week_is_forgotten(first, second, set_clock):
    Follower(second).step()
    set_clock.pass_by(days=6)
    hosts.report(first)
    retention.erase_expired(first)
    assert set(list_hosts(first)) == {"first", "second"}
    set_clock.pass_by(days=2)
    retention.erase_expired(first)
    assert set(list_hosts(first)) == {"first"}
