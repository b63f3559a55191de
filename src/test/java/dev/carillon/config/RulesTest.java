package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {
    @Test
    void shouldRefuseServerPortsBeyondTheLast() {
        Map<String, String> tooHigh =
                Map.of("PORT", "65535", "CARILLON_SERVER_PORTS", "2", "CARILLON_MANAGEMENT_PORT", "1");
        assertThat(complaintOf(tooHigh))
                .isEqualTo(
                        "server.port = 65535 (environment PORT): with server.ports = 2 (environment CARILLON_SERVER_PORTS)"
                                + " the last port would be 65536, over 65535");
    }

    @Test
    void shouldRefuseAManagementPortThatDoesNotExist() {
        assertThat(complaintOf(Map.of("PORT", "64536")))
                .isEqualTo(
                        "management.port = 0 (default): with server.port = 64536 (environment PORT) it is 65536, over"
                                + " 65535; set it");
        assertThat(complaintOf(Map.of("PORT", "64535"))).isEmpty();
    }

    @Test
    void shouldRefuseAManagementPortThatTheServerTakes() {
        assertThat(complaintOf(Map.of("CARILLON_MANAGEMENT_PORT", "9001")))
                .contains("management.port = 9001", "is taken by the server's port, 9001;");
        assertThat(complaintOf(Map.of("CARILLON_MANAGEMENT_PORT", "9012", "CARILLON_SERVER_PORTS", "12")))
                .contains("is taken by the server's ports, 9001 to 9012;");
        assertThat(complaintOf(Map.of("CARILLON_MANAGEMENT_PORT", "9013", "CARILLON_SERVER_PORTS", "12")))
                .isEmpty();
        assertThat(complaintOf(Map.of("PORT", "0"))).isEmpty();
        assertThat(complaintOf(Map.of("PORT", "0", "CARILLON_SERVER_PORTS", "12")))
                .isEmpty();
    }

    @Test
    void shouldRefuseABackoffThatStartsAboveItsEnd() {
        assertThat(complaintOf(Map.of("CARILLON_REDIS_BACKOFF_MIN", "6s")))
                .contains("redis.backoffMin = \"6s\"", "expected no more than redis.backoffMax = \"1s\" (default)");
        assertThat(complaintOf(Map.of("CARILLON_SUPERVISOR_BACKOFF_MAX", "100ms")))
                .contains("supervisor.backoffMin", "no more than supervisor.backoffMax = \"100ms\"");
        assertThat(complaintOf(Map.of("CARILLON_REDIS_BACKOFF_MIN", "1s"))).isEmpty();
    }

    @Test
    void shouldRefuseOnePathForTwoEndpoints() {
        assertThat(complaintOf(Map.of("CARILLON_CHAT_PATH", "/ws")))
                .contains("chat.path = \"/ws\"", "is also the path of sessions");
        assertThat(complaintOf(Map.of("CARILLON_CHAT_PATH", "/echo"))).isEmpty();
        assertThat(complaintOf(Map.of("CARILLON_CHAT_PATH", "/echo", "CARILLON_ECHO_ENABLED", "true")))
                .contains("echo.path");
    }

    @Test
    void shouldRefuseARedisUrlThatCannotBeUsed() {
        assertThat(complaintOf(Map.of("REDIS_URL", "redis://bob:hu#nter2@host")))
                .contains("redis.url", "names no valid host", "# is %23")
                .doesNotContain("nter2");
        assertThat(complaintOf(Map.of("REDIS_URL", "redis://host/zero"))).contains("number of a database");
    }

    @Test
    void shouldRefuseKeysThatCannotBeUsed() {
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "shop:exactly-16-chars")))
                .isEmpty();
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "shop:hunter2")))
                .isEqualTo("api.keys = [\"shop:****\"] (environment CARILLON_API_KEYS): the secret of key shop has less"
                        + " than 16 characters");
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "shop:hunter2-hunter2-h,shop:hunter2-hunter2-i")))
                .contains("[\"shop:****\", \"shop:****\"]", "two keys have the name shop")
                .doesNotContain("hunter2");
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "a:hunter2-hunter2-h,b:hunter2-hunter2-h")))
                .contains("the secret of key b is also that of another");
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "a:sha256:" + "0".repeat(63))))
                .contains("key a: sha256: is followed by 64 hex digits");
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "a:sha256:" + "0F".repeat(32))))
                .isEmpty();
        assertThat(complaintOf(Map.of("CARILLON_API_KEYS", "hunter2-hunter2-hunter2")))
                .contains("= [\"****\"]", "each name:secret or name:sha256:<64 hex digits>")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldRefuseAProxyThatIsNoNetwork() {
        assertThat(complaintOf(Map.of("CARILLON_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,proxy.example")))
                .contains("http.trustedProxies", "\"proxy.example\" is neither an address nor a network");
        assertThat(complaintOf(Map.of("CARILLON_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,::1")))
                .isEmpty();
    }

    @Test
    void shouldLeaveTheClientsKeyToTheClient() {
        assertThat(complaintOf(Map.of("CARILLON_API_KEY", "hunter2"))).isEmpty();
    }

    @Test
    void shouldNotShowKeysUnderAMistypedName() {
        assertThat(complaintOf(Map.of("CARILLON_API_KEYZ", "shop:hunter2")))
                .contains("did you mean CARILLON_API_KEYS?")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldNotJudgeByABrokenValue() {
        assertThat(complaintOf(Map.of("PORT", "x", "CARILLON_MANAGEMENT_PORT", "9001")))
                .startsWith("PORT = \"x\"");
    }

    /** The one problem that the environment has, or nothing. */
    private static String complaintOf(Map<String, String> environment) {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(environment, Optional.empty()));
        if (failure == null) {
            return "";
        }
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().get(0).toString();
    }
}
