package dev.carillon.http.api;

import dev.carillon.endpoint.EndpointContext;
import dev.carillon.endpoint.UserNames;
import dev.carillon.http.ClientAddress;
import dev.carillon.http.HttpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The HTTP API: what the cores of an instance have in common of it. Immutable. */
public final class Api {
    /** What the paths of the API begin with. */
    public static final String ROOT = "/api/v1";

    private final HttpSettings http;
    private final ApiSettings settings;
    private final MeterRegistry metrics;
    private final ClientAddress addresses;
    private final Access access;
    private final List<Operation> operations;

    /**
     * @param users which names they have
     * @param board whether there is a board to show
     */
    public Api(HttpSettings http, ApiSettings settings, UserNames users, boolean board, MeterRegistry metrics) {
        this.http = http;
        this.settings = settings;
        this.metrics = metrics;
        this.addresses = new ClientAddress(http.trustedProxies());
        this.access = new Access(new ApiKeys(settings.keys()), addresses);
        List<Operation> all = new ArrayList<>();
        if (settings.enabled()) {
            all.addAll(ChannelOperations.all());
            all.addAll(new UserOperations(users).all());
            all.addAll(EventOperations.all());
            all.addAll(SessionOperations.all());
            all.addAll(InstanceOperations.all());
            all.addAll(new LedgerOperations(metrics).all());
            all.addAll(OpenApi.all());
        }
        if (board) {
            all.addAll(BoardOperations.all());
        }
        this.operations = List.copyOf(all);
    }

    /** Everything that is answered. */
    List<Operation> operations() {
        return operations;
    }

    /** Adds the API's routes to those of a core; called on its event loop. */
    public void mount(Router router, EndpointContext context) {
        Responder responder = new Responder(context.vertx());
        Faults faults = new Faults(responder, metrics);
        RateLimiter limiter = new RateLimiter(context.vertx(), context.bridge(), addresses, http, settings);
        Wiring wiring =
                new Wiring(router, new Gate(access, limiter), new Bodies(http), responder, faults, context.bridge());
        Map<String, List<HttpMethod>> methodsByRoute = new LinkedHashMap<>();
        for (Operation operation : operations) {
            wiring.serve(operation);
            methodsByRoute
                    .computeIfAbsent(operation.route(), route -> new ArrayList<>())
                    .add(operation.method());
        }
        methodsByRoute.forEach(wiring::refuseOtherMethods);
        wiring.refuseBadPaths();
        if (settings.enabled()) {
            wiring.refuseOtherPaths(ROOT + "/*");
        }
    }
}
