package dev.carillon.http;

import dev.carillon.endpoint.EndpointContext;
import dev.carillon.http.api.Api;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;

/** What a core answers to plain HTTP. Pure. */
public final class HttpRoutes {
    private HttpRoutes() {}

    /**
     * @param paths of the WebSocket endpoints
     * @param api mounted besides
     */
    public static Handler<HttpServerRequest> create(EndpointContext context, List<String> paths, Api api) {
        Router router = Router.router(context.vertx());
        StringBuilder text =
                new StringBuilder("Carillon, instance " + context.serverName() + ". WebSocket endpoints:\n");
        paths.forEach(path -> text.append("  ").append(path).append('\n'));
        String overview = text.toString();
        router.get("/")
                .handler(request -> request.response()
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end(overview));
        // Without these the log gets an error with a stack trace for each path that cannot be decoded
        for (int status : new int[] {400, 404}) {
            router.errorHandler(
                    status, request -> request.response().setStatusCode(status).end());
        }
        api.mount(router, context);
        return router;
    }
}
