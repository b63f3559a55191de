package dev.carillon.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;

/** What a core answers to plain HTTP. Pure. */
public final class HttpRoutes {
    private HttpRoutes() {}

    /**
     * @param serverName the instance's name
     * @param paths of the WebSocket endpoints
     */
    public static Handler<HttpServerRequest> create(Vertx vertx, String serverName, List<String> paths) {
        Router router = Router.router(vertx);
        StringBuilder text = new StringBuilder("Carillon, instance " + serverName + ". WebSocket endpoints:\n");
        paths.forEach(path -> text.append("  ").append(path).append('\n'));
        String overview = text.toString();
        router.get("/")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end(overview));
        // Without these the log gets an error with a stack trace for each path that cannot be decoded
        for (int status : new int[] {400, 404}) {
            router.errorHandler(
                    status, context -> context.response().setStatusCode(status).end());
        }
        return router;
    }
}
