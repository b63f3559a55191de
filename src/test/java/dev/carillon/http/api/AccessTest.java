package dev.carillon.http.api;

import static dev.carillon.http.api.Requests.get;
import static dev.carillon.http.api.Requests.header;
import static dev.carillon.http.api.Requests.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the API. */
@ExtendWith(RedisExtension.class)
final class AccessTest {
    private static final String STATS = "/api/v1/stats";
    private static final String SECRET = "correct-horse-battery";
    private static final String HASHED = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String[] TWO_KEYS = {"api.keys", "shop:" + SECRET + ",old:sha256:" + HASHED};

    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldAnswerWhoeverShowsAKey() {
        Instance instance = instances.start(TWO_KEYS);
        assertThat(get(instance, STATS, "Authorization", "Bearer " + SECRET).statusCode())
                .isEqualTo(200);
        // SHA-256 of "test"
        assertThat(get(instance, STATS, "Authorization", "bearer test").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer correct-horse-batterz, true",
        "Bearer, false",
        "Bearer " + HASHED + ", true",
        "Basic c2hvcDpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=, false",
        SECRET + ", false"
    })
    void shouldRefuseWhoeverShowsNoneOrAnother(String authorization, boolean shown) {
        HttpResponse<String> response = get(instances.start(TWO_KEYS), STATS, "Authorization", authorization);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(header(response, "WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"carillon\"" + (shown ? ", error=\"invalid_token\"" : ""));
        assertThat(response.body()).doesNotContain(SECRET);
    }

    @Test
    void shouldAskForAKeyAtEveryOperation() {
        Instance instance = instances.start(TWO_KEYS);
        for (Operation operation : OpenApiTest.operations()) {
            if (!operation.isPublic()) {
                String path = operation.path().replaceAll("\\{\\w+}", "x");
                HttpResponse<String> response = operation.takesBody()
                        ? post(instance, path, "{}")
                        : Requests.send(instance, operation.method().name(), path, BodyPublishers.noBody());
                assertThat(response.statusCode()).as(path).isEqualTo(401);
            }
        }
    }

    @Test
    void shouldShowTheBoardWithoutAKey() {
        assertThat(get(instances.start(TWO_KEYS), "/state").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerThisMachineWhileThereAreNoKeys() {
        assertThat(get(instances.start(), STATS).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Original-Forwarded-For",
                "Forwarded",
                "X-Real-IP",
                "Via",
                "CF-Connecting-IP",
                "True-Client-IP",
                "CDN-Loop"
            })
    void shouldRefuseWhatCameThroughAProxyWhileThereAreNoKeys(String header) {
        Instance instance = instances.start();
        assertThat(get(instance, STATS, header, "127.0.0.1").statusCode()).isEqualTo(403);
    }

    @Test
    void shouldTakeATrustedProxyForAProxyWhateverItSays() {
        Instance instance = instances.start("http.trustedProxies", "127.0.0.1");
        assertThat(get(instance, STATS).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, localhost:9001, 200",
        "1.1, LOCALHOST, 200",
        "1.1, 127.0.0.1:9001, 200",
        "1.1, [::1]:9001, 200",
        "1.1, evil.example, 403",
        "1.1, localhost.evil.example, 403",
        "1.1, 10.0.0.1, 403",
        "1.0, localhost:9001, 403",
    })
    void shouldRefuseOtherNamesOfThisMachineWhileThereAreNoKeys(String version, String host, int status) {
        try (RawRequest request = new RawRequest(Instances.port(instances.start()))) {
            String answer = request.lines("GET " + STATS + " HTTP/" + version, "Host: " + host, "Connection: close", "")
                    .answer();
            assertThat(answer).startsWith("HTTP/" + version + " " + status + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "null, 403",
        "http://127.0.0.1:1, 403",
        "http://127.0.0.1:PORT.evil.example, 403",
        "http://127.0.0.1:PORT, 200",
    })
    void shouldRefuseTheWebPagesOfOthers(String origin, int status) {
        for (String[] settings : new String[][] {{}, TWO_KEYS}) {
            Instance instance = instances.start(settings);
            HttpResponse<String> response = post(
                    instance,
                    "/api/v1/server-events",
                    "{}",
                    "Origin",
                    origin.replace("PORT", String.valueOf(Instances.port(instance))),
                    "Authorization",
                    "Bearer " + SECRET);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @Test
    void shouldNotServeTheApiWhenItIsOff() {
        Instance instance = instances.start("api.enabled", "false");
        assertThat(Instances.get(Instances.port(instance), STATS).statusCode()).isEqualTo(404);
        assertThat(Instances.get(Instances.port(instance), OpenApi.PATH).statusCode())
                .isEqualTo(404);
        assertThat(get(instance, "/state").statusCode()).isEqualTo(200);
    }
}
