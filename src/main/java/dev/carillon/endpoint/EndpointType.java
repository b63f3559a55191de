package dev.carillon.endpoint;

import java.util.function.BiFunction;

/**
 * A kind of endpoint: its name (also the name of its section in the configuration), the record of its settings, and how a core
 * makes one. Immutable.
 */
public record EndpointType<S extends Record & EndpointSettings>(
        String name, Class<S> settings, BiFunction<S, EndpointContext, Endpoint> factory) {

    /** Makes the endpoint of one core from settings that are of this type's record. */
    public Endpoint create(EndpointSettings values, EndpointContext context) {
        return factory.apply(settings.cast(values), context);
    }
}
