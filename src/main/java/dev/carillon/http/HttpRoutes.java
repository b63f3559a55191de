package dev.carillon.http;

import dev.carillon.endpoint.EndpointContext;
import dev.carillon.http.api.Api;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Map;

/** What a core answers to plain HTTP. Pure. */
public final class HttpRoutes {
    private HttpRoutes() {}

    /**
     * @param endpoints the paths of the WebSocket endpoints that are served, by name
     * @param api mounted besides
     */
    public static Handler<HttpServerRequest> create(EndpointContext context, Map<String, String> endpoints, Api api) {
        Router router = Router.router(context.vertx());
        Pages.mount(router, context, endpoints);
        router.errorHandler(
                404, request -> request.response().setStatusCode(404).end());
        api.mount(router, context);
        return router;
    }
}
