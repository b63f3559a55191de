package dev.carillon.socket;

import dev.carillon.endpoint.Endpoint;
import dev.carillon.endpoint.SlowClients;

/** An endpoint on one core, with what its sessions need of it. Confined to the event loop of its core. */
record ServedEndpoint(
        String name, String path, Endpoint endpoint, SlowClients slowClients, CoreMetrics.ByEndpoint metrics) {}
