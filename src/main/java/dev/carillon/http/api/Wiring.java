package dev.carillon.http.api;

import dev.carillon.bus.BridgeProxy;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts operations on a router: gate, body, action, answer. Confined to the event loop of its core. */
record Wiring(Router router, Gate gate, Bodies bodies, Responder responder, Faults faults, BridgeProxy bridge) {
    void serve(Operation operation) {
        Route route = router.route(operation.method(), operation.route());
        if (operation.method() == HttpMethod.GET) {
            route.method(HttpMethod.HEAD);
        }
        SecurityPolicyHandler entrance = operation.isPublic() ? gate::open : gate::closed;
        route.handler(entrance).failureHandler(faults::answer);
        if (operation.takesBody()) {
            bodies.read(route);
        }
        route.handler(context -> perform(context, operation));
    }

    /** To be called after all operations are served. */
    void refuseOtherMethods(String path, List<HttpMethod> methods) {
        String allowed = methods.stream()
                .flatMap(method -> method == HttpMethod.GET ? Stream.of("GET", "HEAD") : Stream.of(method.name()))
                .collect(Collectors.joining(", ", "", ", OPTIONS"));
        refuse(path, context -> {
            Answer answer = context.request().method() == HttpMethod.OPTIONS
                    ? Answer.Empty.noContent()
                    : new Answer.Problem(405, "This path takes " + allowed);
            return answer.with("Allow", allowed);
        });
    }

    /** To be called last. */
    void refuseOtherPaths(String path) {
        refuse(path, context -> new Answer.Problem(404, "There is nothing at this path"));
    }

    /** Paths that cannot be decoded, which no route gets to see. */
    void refuseBadPaths() {
        Answer badPath = new Answer.Problem(400, "The path cannot be decoded");
        router.errorHandler(400, context -> responder.answerNow(context.request(), badPath));
    }

    private interface Refusal {
        Answer of(RoutingContext context);
    }

    private void refuse(String path, Refusal refusal) {
        router.route(path)
                .handler(gate::open)
                .failureHandler(faults::answer)
                .handler(context -> responder.answer(context.request(), refusal.of(context)));
    }

    private void perform(RoutingContext context, Operation operation) {
        Buffer body = context.body().buffer();
        Call call = new Call(
                context.request(),
                Gate.caller(context),
                context.pathParam(Operation.PARAMETER),
                body == null ? Buffer.buffer() : body,
                bridge);
        operation
                .action()
                .apply(call)
                .map(answer -> {
                    responder.answer(context.request(), answer);
                    return null;
                })
                .onFailure(context::fail);
    }
}
