package dev.carillon.http.api;

import static dev.carillon.http.api.Requests.detail;
import static dev.carillon.http.api.Requests.header;
import static dev.carillon.http.api.Requests.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests, right and wrong. */
@ExtendWith(RedisExtension.class)
final class BodiesTest {
    private static final String CHAT = "/api/v1/channels/chat/messages";
    private static final int LIMIT = 65_536;

    @Order(1)
    @RegisterExtension
    static final SharedInstance shared =
            new SharedInstance("http.maxBodyBytes", String.valueOf(LIMIT), "http.bodyTimeout", "500ms");

    @Test
    void shouldTakeWhatTheSizeOfTheBodyAloneBoundsAndRefuseWhatNestsTooDeep() {
        String user = "/api/v1/users/nobody/messages";
        assertThat(post(shared.instance(), user, "{\"message\":" + "1".repeat(5000) + "}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post(shared.instance(), user, "{\"" + "x".repeat(60_000) + "\":1}")
                        .body())
                .contains("There is no field");
        HttpResponse<String> deep =
                post(shared.instance(), user, "{\"message\":" + "[".repeat(1200) + "]".repeat(1200) + "}");
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(deep.body()).contains("The body nests deeper than 1000 levels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                       | The body must be a JSON object",
                "[]                     | The body must be a JSON object",
                "\"text\"               | The body must be a JSON object",
                "nix                    | The body is not JSON, at line 1, column 1: Unrecognized token 'nix'",
                "{                      | The body ends too early, at line 1, column 2",
                "{\"message\":\"x\",}   | The body is not JSON, at line 1, column 16: Unexpected character ('}'",
                "{\"message\":\"x\"} {} | Something follows the JSON object, at line 1, column 17",
                "{}                     | The field \"message\" is missing",
                "{\"message\":1}        | The field \"message\" must be a text",
                "{\"message\":null}     | The field \"message\" must be a text",
                "{\"message\":\"\\udc00\"} | The field \"message\" has half a surrogate pair",
                "{\"message\":\"a\",\"message\":\"b\"} | The field \"message\" stands there twice",
                "{\"text\":\"x\"}       | There is no field \"text\"; expected message",
            })
    void shouldSayWhatIsWrongWithABody(String body, String why) {
        HttpResponse<String> response = post(shared.instance(), CHAT, body == null ? "" : body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).startsWith(why);
    }

    @Test
    void shouldSayInWhichLineJsonEnds() {
        HttpResponse<String> response = post(shared.instance(), CHAT, "{\n  \"message\":\n    \"x\" \"y\"\n}");
        assertThat(detail(response)).startsWith("The body is not JSON, at line 3, column 9: ");
    }

    @Test
    void shouldRefuseBytesThatAreNoUtf8() {
        byte[] latin = "{\"message\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> response = Requests.send(
                shared.instance(), "POST", CHAT, BodyPublishers.ofByteArray(latin), "Content-Type", "application/json");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).isEqualTo("The body is not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonx",
                "application/json; charset=latin1"
            })
    void shouldRefuseWhatIsNotCalledJson(String type) {
        HttpResponse<String> response = Requests.send(
                shared.instance(), "POST", CHAT, BodyPublishers.ofString("{\"message\":\"x\"}"), "Content-Type", type);
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(header(response, "Accept")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json;charset=utf-8", "Application/JSON ; charset=\"UTF-8\""})
    void shouldTakeJsonInUtf8(String type) {
        HttpResponse<String> response = Requests.send(
                shared.instance(), "POST", CHAT, BodyPublishers.ofString("{\"message\":\"x\"}"), "Content-Type", type);
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldTakeABodyUpToTheLimit() {
        String frame = "{\"message\":\"\"}";
        String text = "x".repeat(LIMIT - frame.length());
        assertThat(post(shared.instance(), CHAT, frame.replace("\"\"", '"' + text + '"'))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseABodyOverTheLimitWithoutReadingIt() {
        try (RawRequest request = new RawRequest(port())) {
            String answer =
                    request.lines(head("Content-Length: " + (LIMIT + 1))).answer();
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json", "connection: close");
        }
    }

    @Test
    void shouldNotInviteABodyOverTheLimit() {
        try (RawRequest request = new RawRequest(port())) {
            String answer = request.lines(head("Content-Length: 99999999", "Expect: 100-continue"))
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void shouldRefuseAChunkedBodyOnceItIsOverTheLimit() {
        try (RawRequest request = new RawRequest(port())) {
            request.lines(head("Transfer-Encoding: chunked"));
            String chunk = "x".repeat(0x8000);
            for (int i = 0; i < 3; i++) {
                request.lines("8000", chunk);
            }
            // There is no last chunk: nothing more is waited for
            assertThat(request.answer()).startsWith("HTTP/1.1 413 ").contains("connection: close");
        }
    }

    @Test
    void shouldRefuseABodyThatTakesTooLong() {
        try (RawRequest request = new RawRequest(port())) {
            String answer =
                    request.lines(head("Content-Length: 15")).text("{\"mess").answer();
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("connection: close");
        }
    }

    @Test
    void shouldInviteABodyThatWaitsForIt() {
        try (RawRequest request = new RawRequest(port())) {
            String answer = request.lines(head("Content-Length: 15", "Expect: 100-continue", "Connection: close"))
                    .text("{\"message\":\"x\"}")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void shouldKnowNoOtherExpectations() {
        try (RawRequest request = new RawRequest(port())) {
            String answer = request.lines(head("Content-Length: 15", "Expect: miracles", "Connection: close"))
                    .text("{\"message\":\"x\"}")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 417 ");
        }
    }

    @Test
    void shouldKeepTheConnectionWhenARefusedBodyIsWholeAlready() {
        try (RawRequest request = new RawRequest(port())) {
            String refused = String.join("\r\n", head("Content-Length: 2")).replace("/json", "/x") + "\r\n{}";
            String answered = "GET /state HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            String answer = request.text(refused + answered).answer();
            assertThat(answer).startsWith("HTTP/1.1 415 ").contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void shouldBearClientsThatLeave() {
        try (RawRequest within = new RawRequest(port())) {
            within.lines(head("Content-Length: 15")).text("{\"mess");
        }
        try (RawRequest before = new RawRequest(port())) {
            before.lines("GET /api/v1/stats HTTP/1.1", "Host: localhost", "");
        }
        try (RawRequest garbage = new RawRequest(port())) {
            garbage.lines(head("Transfer-Encoding: chunked")).lines("zz", "").answer();
        }
        // Bugs are counted by the extension
        assertThat(post(shared.instance(), CHAT, "{\"message\":\"x\"}").statusCode())
                .isEqualTo(200);
    }

    private static int port() {
        return Instances.port(shared.instance());
    }

    private static String[] head(String... more) {
        return ("POST " + CHAT + " HTTP/1.1|Host: localhost|Content-Type: application/json|" + String.join("|", more)
                        + "| ")
                .replaceFirst(" $", "")
                .split("\\|", -1);
    }
}
