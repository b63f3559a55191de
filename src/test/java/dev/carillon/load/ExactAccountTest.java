package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.TargetServer.Mischief;
import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Finding;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that loses, doubles and swaps messages: the counts are exact. */
class ExactAccountTest {
    private TargetServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldCountEveryMishapOfAChat() throws InterruptedException {
        server = TargetServer.start(Mischief.of(1000, 1500, 2000));
        Result result = Loads.run(
                "scenario",
                "chat",
                "url",
                server.url("/chat"),
                "clients",
                "5",
                "publishers",
                "1",
                "rate",
                "5000",
                "duration",
                "2400ms",
                "deadline",
                "2s",
                "verify",
                "true");
        assertThat(result.counter("sent")).isEqualTo(12_000);
        assertThat(result.counter("expected")).isEqualTo(60_000);
        assertThat(result.fault(Fault.LOST)).isEqualTo(5 * 12);
        assertThat(result.fault(Fault.DUPLICATED)).isEqualTo(5 * 8);
        assertThat(result.fault(Fault.OUT_OF_ORDER)).isEqualTo(5 * 6);
        assertThat(result.fault(Fault.LATE)).isZero();
        assertThat(result.counter("received")).isEqualTo(60_000 - 5 * 12 + 5 * 8);
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.INEXACT);
    }

    @Test
    void shouldListTheFirstTenOfEachKind() throws InterruptedException {
        server = TargetServer.start(Mischief.of(100, 0, 0));
        Result result = Loads.run(
                "scenario",
                "chat",
                "url",
                server.url("/chat"),
                "clients",
                "1",
                "rate",
                "4000",
                "duration",
                "500ms",
                "deadline",
                "1s");
        assertThat(result.fault(Fault.LOST)).isEqualTo(20);
        assertThat(result.findings()).hasSize(10).allMatch(finding -> finding.fault() == Fault.LOST);
        assertThat(result.findings())
                .extracting(Finding::number)
                .startsWith(99, 199, 299)
                .endsWith(999);
    }

    @Test
    void shouldCountEveryMishapOfSessions() throws InterruptedException {
        // the greeting is not counted among a client's answers
        server = TargetServer.start(Mischief.of(100, 150, 200));
        Result result = Loads.run(
                "url",
                server.url("/ws"),
                "clients",
                "4",
                "rate",
                "4000",
                "messages-per-client",
                "600",
                "deadline",
                "1s");
        assertThat(result.counter("sent")).isEqualTo(2400);
        assertThat(result.fault(Fault.LOST)).isEqualTo(4 * 6);
        assertThat(result.fault(Fault.DUPLICATED)).isEqualTo(4 * 4);
        assertThat(result.fault(Fault.OUT_OF_ORDER)).isEqualTo(4 * 3);
    }

    @Test
    void shouldGoOnInAClosedLoopWhenAnAnswerNeverComes() throws InterruptedException {
        server = TargetServer.start(Mischief.of(10, 0, 0));
        Result result =
                Loads.run("url", server.url("/ws"), "clients", "3", "messages-per-client", "25", "deadline", "300ms");
        assertThat(result.counter("sent")).isEqualTo(75);
        assertThat(result.fault(Fault.LOST)).isEqualTo(3 * 2);
        assertThat(result.conditions().closedLoop()).isTrue();
    }

    @Test
    void shouldCountUsersMessages() throws InterruptedException {
        server = TargetServer.start(Mischief.of(50, 70, 40));
        Result result = Loads.run(
                "scenario",
                "users",
                "publish",
                "http",
                "url",
                server.url("/users"),
                "clients",
                "6",
                "sessions-per-user",
                "2",
                "publishers",
                "3",
                "rate",
                "300",
                "duration",
                "1s",
                "deadline",
                "1s");
        // the probe that found the client was its first text
        assertThat(result.counter("sent")).isEqualTo(300);
        assertThat(result.counter("expected")).isEqualTo(600);
        assertThat(result.fault(Fault.LOST)).isEqualTo(6 * 2);
        assertThat(result.counter("unready")).isZero();
    }

    @Test
    void shouldSeeThatPagesAndStateDiffer() throws InterruptedException {
        server = TargetServer.start().forgetful();
        Result result = Loads.run(
                "scenario",
                "board",
                "url",
                server.url("/board"),
                "clients",
                "4",
                "publishers",
                "14",
                "rate",
                "98",
                "duration",
                "1s",
                "deadline",
                "1s");
        assertThat(result.counter("sent")).isEqualTo(98);
        assertThat(result.faults().values()).allMatch(number -> number == 0);
        assertThat(result.counter("diverged")).isEqualTo(4);
    }

    @Test
    void shouldSeeThatPagesConverge() throws InterruptedException {
        server = TargetServer.start();
        Result result = Loads.run(
                "scenario",
                "board",
                "url",
                server.url("/board"),
                "clients",
                "4",
                "publishers",
                "10",
                "rate",
                "200",
                "duration",
                "1s",
                "deadline",
                "1s",
                "max-lag",
                "10s",
                "verify",
                "true");
        assertThat(result.counter("received")).isEqualTo(800);
        assertThat(result.corrected().getTotalCount()).isEqualTo(800);
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void shouldKeepTheResultsWhenTheStateCannotBeHad() throws InterruptedException {
        server = TargetServer.start();
        Result result = Loads.run(
                "scenario",
                "board",
                "url",
                server.url("/board"),
                "clients",
                "2",
                "rate",
                "50",
                "duration",
                "500ms",
                "verify",
                "true",
                "state-url",
                "http://127.0.0.1:" + server.port() + "/gone");
        assertThat(result.counter("received")).isEqualTo(50);
        assertThat(result.reasons()).containsKey("http://127.0.0.1:" + server.port() + "/gone: HTTP 404");
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.INEXACT);
    }

    @Test
    void shouldSayThatNothingReachesAnyUser() throws InterruptedException {
        server = TargetServer.start();
        Result result = Loads.run(
                "scenario",
                "users",
                "publish",
                "http",
                "url",
                server.url("/users"),
                "clients",
                "2",
                "rate",
                "50",
                "duration",
                "200ms",
                "connection-timeout",
                "500",
                "deadline",
                "200ms",
                "api-url",
                "http://127.0.0.1:" + server.port() + "/api/v1/refuse/{name}");
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Judge.judge(result).words()).containsExactly("nothing reached any user: back-end: HTTP 429");
        assertThat(result.counter("expected")).isZero();
    }

    @Test
    void shouldCountLostTicks() throws InterruptedException {
        server = TargetServer.start(Mischief.of(100, 0, 0));
        Result result = Loads.run(
                "scenario",
                "board",
                "url",
                server.url("/board"),
                "clients",
                "4",
                "publishers",
                "1",
                "rate",
                "400",
                "duration",
                "1s",
                "deadline",
                "1s");
        assertThat(result.fault(Fault.LOST)).isEqualTo(4 * 4);
    }

    @Test
    void shouldCallAMessageLateThatMissesItsDeadline() throws InterruptedException {
        server = TargetServer.start().stallAt(50);
        Result result = Loads.run(
                "scenario",
                "chat",
                "url",
                server.url("/chat"),
                "clients",
                "2",
                "rate",
                "100",
                "duration",
                "1500ms",
                "deadline",
                "1500ms");
        // messages 50 to 150 waited for the stall to end, those due in its first half second for too long
        assertThat(result.fault(Fault.LATE)).isBetween(2L * 40, 2L * 101);
        assertThat(result.fault(Fault.LOST)).isZero();
    }
}
