package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import dev.carillon.load.run.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come back and ask a server with a history for what they missed. */
class ResumeTest {
    private static final int CLIENTS = 5;

    private final RememberingServer server = RememberingServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldCountWhatWasMissedAndGotLaterAsReceived() throws Exception {
        Result result = drained(300, "resume", "true");
        assertThat(result.counter("cut")).isEqualTo(CLIENTS + 1);
        assertThat(result.counter("askedBack")).isEqualTo(CLIENTS + 1);
        assertThat(result.counter("reconnected")).isEqualTo(CLIENTS + 1);
        assertThat(result.fault(Fault.LOST)).isZero();
        assertThat(result.fault(Fault.DUPLICATED)).isZero();
        assertThat(result.counter("unknownAfterCut")).isZero();
        assertThat(result.counter("unresumed")).isZero();
        assertThat(result.counter("foreign")).isZero();
        assertThat(result.counter("expected"))
                .isEqualTo(result.counter("received"))
                .isEqualTo(CLIENTS * result.counter("sent"));
        assertThat(Judge.judge(result).words()).noneMatch(word -> word.contains("messages"));
        assertThat(server.resumed())
                .hasSize(CLIENTS)
                .allMatch(token -> token.startsWith(RememberingServer.EPOCH + ":"));
    }

    @Test
    void shouldCountWhatTheServerAnnouncedAsMissingApart() throws Exception {
        Result result = cutWhileOthersPublish(server::trim);
        assertThat(result.counter("gapNotices")).isEqualTo(CLIENTS);
        assertThat(result.counter("announced")).isPositive();
        assertThat(result.fault(Fault.LOST)).isZero();
        assertThat(result.fault(Fault.DUPLICATED)).isZero();
        assertThat(result.counter("expected")).isEqualTo(result.counter("received") + result.counter("announced"));
    }

    @Test
    void shouldCountWhatTheServerDidNotAnnounceAsLost() throws Exception {
        Result result = cutWhileOthersPublish(server::trimSilently);
        assertThat(result.counter("announced")).isZero();
        assertThat(result.fault(Fault.LOST)).isPositive();
        assertThat(result.counter("expected")).isEqualTo(result.counter("received") + result.fault(Fault.LOST));
    }

    @Test
    void shouldNotPassWhatItCannotKnowWhereTheServerRemembersNothing() throws Exception {
        server.mute();
        Result result = drained(100, "resume", "true");
        assertThat(result.counter("reconnected")).isEqualTo(CLIENTS + 1);
        assertThat(result.counter("recovered")).isZero();
        assertThat(result.fault(Fault.LOST)).isZero();
        assertThat(server.resumed()).isEmpty();
        assertThat(result.counter("unresumed")).isEqualTo(CLIENTS);
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.INEXACT);
    }

    @Test
    void shouldComeBackWhenTheServerAsksItTo() throws Exception {
        // Never by itself
        Result result = drained(50, "reconnect", "true", "retry-delay", "10m");
        assertThat(result.counter("reconnected")).isEqualTo(CLIENTS + 1);
        assertThat(result.counter("askedBack")).isEqualTo(CLIENTS + 1);
        assertThat(result.fault(Fault.LOST)).isZero();
    }

    @Test
    void shouldResumeOnlyAChat() {
        assertThatThrownBy(() -> Loads.plan("scenario", "users", "resume", "true"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("only a chat can be resumed");
    }

    private Result drained(int delayMs, String... options) throws Exception {
        CompletableFuture<Result> running = start(options);
        Awaitility.await().until(() -> server.messages() > 50);
        server.drain(delayMs);
        return running.get(20, TimeUnit.SECONDS);
    }

    /** Clients are away for as long as it takes the publisher to publish twenty messages, which are then forgotten. */
    private Result cutWhileOthersPublish(Runnable forget) throws Exception {
        CompletableFuture<Result> running = start("resume", "true");
        Awaitility.await().until(() -> server.messages() > 50);
        server.drainListeners(1000);
        int before = server.messages();
        Awaitility.await().until(() -> server.messages() > before + 20);
        forget.run();
        return running.get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Result> start(String... options) {
        List<String> more = new ArrayList<>(List.of(
                "scenario", "chat", "url", server.url(), "clients", "" + CLIENTS, "rate", "100", "verify", "true"));
        more.addAll(List.of("deadline", "5s", "duration", "3s", "max-lag", "10s", "max-cpu", "10"));
        more.addAll(List.of(options));
        Runner runner = Loads.runner(more.toArray(String[]::new));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return runner.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(new ExecutionException(e));
            }
        });
    }
}
