package dev.carillon.endpoint;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Makes what answers plain HTTP requests on the ports of the cores. */
@FunctionalInterface
public interface HttpFactory {
    /** Called once for each core, on its event loop. */
    Handler<HttpServerRequest> create(EndpointContext context);
}
