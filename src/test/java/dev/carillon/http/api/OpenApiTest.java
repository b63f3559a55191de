package dev.carillon.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.Instance;
import dev.carillon.endpoint.UserNames;
import dev.carillon.http.HttpSettings;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The description and the API belong together. */
@ExtendWith(RedisExtension.class)
final class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch", "head", "options");

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private final Contract contract = new Contract();

    @Test
    void shouldDescribeEveryOperationAndNoOther() {
        assertThat(described()).isEqualTo(served());
    }

    @Test
    void shouldSayWhichOperationsNeedAKey() {
        for (Operation operation : operations()) {
            JsonObject described = contract.operation(operation.method().name(), operation.path())
                    .orElseThrow();
            assertThat(described.containsKey("security")).as(operation.path()).isEqualTo(operation.isPublic());
            assertThat(described.containsKey("requestBody"))
                    .as(operation.path())
                    .isEqualTo(operation.takesBody());
        }
    }

    @Test
    void shouldServeItToAnybody() {
        Instance instance = instances.start("api.keys", "test:0123456789abcdef");
        HttpResponse<String> response = Requests.get(instance, OpenApi.PATH);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body())).isEqualTo(contract.document());
    }

    @Test
    void shouldReferToNothingThatIsNotThereAndDefineNothingThatIsNotUsed() {
        Set<String> used = new TreeSet<>();
        Matcher references = Pattern.compile("\"\\$ref\":\"#/components/([^\"]+)\"")
                .matcher(contract.document().encode());
        while (references.find()) {
            used.add(references.group(1));
        }
        Set<String> defined = new TreeSet<>();
        contract.document().getJsonObject("components").forEach(kind -> {
            if (!kind.getKey().equals("securitySchemes")) {
                ((JsonObject) kind.getValue()).fieldNames().forEach(name -> defined.add(kind.getKey() + "/" + name));
            }
        });
        assertThat(used).isEqualTo(defined);
    }

    @Test
    void shouldGiveExamplesThatFitTheirSchemas() {
        List<JsonObject> contents = new ArrayList<>();
        for (Operation operation : operations()) {
            JsonObject described = contract.operation(operation.method().name(), operation.path())
                    .orElseThrow();
            contents.add(described.getJsonObject("requestBody"));
            described
                    .getJsonObject("responses")
                    .forEach(entry -> contents.add(contract.resolved((JsonObject) entry.getValue())));
        }
        int examples = 0;
        for (JsonObject content : contents) {
            JsonObject json = content == null || !content.containsKey("content")
                    ? null
                    : content.getJsonObject("content").getJsonObject("application/json");
            if (json != null && json.containsKey("example")) {
                contract.checkSchema(json.getJsonObject("schema"), json.getValue("example"));
                examples++;
            }
        }
        assertThat(examples).isGreaterThan(12);
    }

    /** {@link Requests} holds each answer against the description. */
    @Test
    void shouldAnswerTheExamplesAsDescribed() {
        Instance instance = instances.start("server.verticlesPerPort", "1");
        String session = new JsonObject(clients.open(instance, "/ws").readText()).getString("sessionId");
        clients.open(instance, "/users").sendText("{\"user_name\":\"alice\"}").readText();
        Set<Integer> statuses = new HashSet<>();
        for (Operation operation : operations()) {
            JsonObject described = contract.operation(operation.method().name(), operation.path())
                    .orElseThrow();
            String path = operation.path().replace("{id}", session);
            for (Object parameter : described.getJsonArray("parameters", new JsonArray())) {
                JsonObject resolved = contract.resolved((JsonObject) parameter);
                path = path.replace("{" + resolved.getString("name") + "}", resolved.getString("example"));
            }
            String body = operation.takesBody()
                    ? described
                            .getJsonObject("requestBody")
                            .getJsonObject("content")
                            .getJsonObject("application/json")
                            .getJsonObject("example")
                            .encode()
                    : "";
            HttpResponse<String> response = operation.takesBody()
                    ? Requests.post(instance, path, body)
                    : Requests.send(instance, operation.method().name(), path, BodyPublishers.noBody());
            assertThat(response.statusCode())
                    .as("%s %s", operation.method(), path)
                    .isBetween(200, 204);
            statuses.add(response.statusCode());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 204);
    }

    @Test
    void shouldHaveAContractThatCanBeBroken() {
        JsonObject board = contract.operation("GET", "/state").orElseThrow();
        JsonObject schema = contract.resolved(board.getJsonObject("responses")
                .getJsonObject("200")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema"));
        assertThatThrownBy(() -> contract.checkSchema(
                        schema, new JsonObject().put("state", List.of(true)).put("version", 1)))
                .isInstanceOf(AssertionError.class);
    }

    private Set<String> described() {
        Set<String> described = new TreeSet<>();
        contract.document()
                .getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .fieldNames().stream()
                                .filter(METHODS::contains)
                                .forEach(method -> described.add(method.toUpperCase() + " " + path.getKey())));
        return described;
    }

    private static Set<String> served() {
        Set<String> served = new TreeSet<>();
        operations().forEach(operation -> served.add(operation.method() + " " + operation.path()));
        return served;
    }

    static List<Operation> operations() {
        HttpSettings http = new HttpSettings(0, List.of(), 1024, Duration.ofSeconds(1));
        ApiSettings api = new ApiSettings(true, List.of(), 0);
        return new Api(http, api, new UserNames("user:", 128), true, new SimpleMeterRegistry()).operations();
    }
}
