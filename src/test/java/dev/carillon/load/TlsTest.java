package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsTest {
    private final TargetServer server = TargetServer.startWithTls();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldTestAServerBehindTls() throws InterruptedException {
        Result result = Loads.verified(
                "url",
                server.url("/ws").replace("ws:", "wss:"),
                "insecure",
                "true",
                "clients",
                "10",
                "messages-per-client",
                "10");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("responses")).isEqualTo(100);
    }

    @Test
    void shouldNotTrustACertificateThatNobodySigned() {
        assertThatThrownBy(() ->
                        Loads.run("url", server.url("/ws").replace("ws:", "wss:"), "retries", "0", "clients", "1"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("TLS failed: ");
    }
}
