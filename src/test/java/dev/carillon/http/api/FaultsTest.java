package dev.carillon.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.http.ClientAddress;
import dev.carillon.http.HttpSettings;
import dev.carillon.testing.Instances;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that have a bug. */
final class FaultsTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        Instances.await(vertx.close());
    }

    @Test
    void shouldAnswerAndCountABugInAnOperation() {
        assertBug(call -> {
            throw new IllegalStateException("secret");
        });
    }

    @Test
    void shouldAnswerAndCountABugBehindAnOperation() {
        assertBug(call -> Future.succeededFuture("x").map(x -> {
            throw new IllegalArgumentException("secret");
        }));
    }

    @Test
    void shouldNotCountAMistakeOfTheClients() {
        HttpResponse<String> response = serve(call -> Future.failedFuture(new ProblemException(400, "yours")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(registry.get("carillon.bugs").counter().count()).isZero();
    }

    private void assertBug(Function<Call, Future<Answer>> action) {
        HttpResponse<String> response = serve(action);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        new Contract()
                .checkSchema(
                        new JsonObject().put("$ref", "#/components/schemas/Problem"), new JsonObject(response.body()));
        assertThat(response.body()).doesNotContain("secret");
        assertThat(registry.get("carillon.bugs").tag("where", "http").counter().count())
                .isEqualTo(1);
    }

    private HttpResponse<String> serve(Function<Call, Future<Answer>> action) {
        HttpSettings http = new HttpSettings(0, List.of(), 1024, Duration.ofSeconds(1));
        ApiSettings api = new ApiSettings(true, List.of(), 0);
        Responder responder = new Responder(vertx);
        Router router = Router.router(vertx);
        RateLimiter limiter = new RateLimiter(vertx, null, new ClientAddress(List.of()), http, api);
        new Wiring(
                        router,
                        new Gate(new Access(new ApiKeys(List.of()), new ClientAddress(List.of())), limiter),
                        new Bodies(http),
                        responder,
                        new Faults(responder, registry),
                        null)
                .serve(Operation.get("/boom", action));
        HttpServer server =
                Instances.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        return Instances.get(server.actualPort(), "/boom");
    }
}
