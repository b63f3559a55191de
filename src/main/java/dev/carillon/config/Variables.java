package dev.carillon.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The environment variables that are Carillon's. Immutable.
 *
 * <p>Each key has {@code CARILLON_<SECTION>_<KEY>}, a few have a short name besides; where both are set the long one counts,
 * for it can only be meant for Carillon. An empty value counts as not set. Container platforms inject {@code
 * CARILLON_SERVICE_HOST}, {@code CARILLON_PORT=tcp://...} and the like into the neighbours of a service that is called
 * carillon: those are nobody's configuration and are passed over.
 */
final class Variables {
    /** A platform's names for a service's addresses, and what it puts into the one that could also be a key's. */
    private static final String INJECTED_NAME =
            ".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?";

    /** The key that the commands {@code publish} and {@code send} show to a server. */
    private static final String OF_THE_CLIENT = "CARILLON_API_KEY";

    private static final String INJECTED_PORT = "(tcp|udp|sctp)://.*";

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The variable that counts for a key, or nothing when none is set. */
    Optional<String> of(Key key) {
        String name = isSet(key.variable()) ? key.variable() : key.setting().env();
        return isSet(name) ? Optional.of(name) : Optional.empty();
    }

    String value(String name) {
        return environment.get(name);
    }

    /** Variables that are set, have Carillon's prefix, and belong to no key; by name. */
    Set<String> strangers(Schema schema) {
        Set<String> strangers = new TreeSet<>();
        for (String name : environment.keySet()) {
            if (name.startsWith(Key.PREFIX) && !name.equals(OF_THE_CLIENT) && isSet(name)) {
                strangers.add(name);
            }
        }
        for (Key key : schema.keys()) {
            strangers.remove(key.variable());
        }
        return strangers;
    }

    private boolean isSet(String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            return false;
        }
        return !Pattern.matches(INJECTED_NAME, name)
                && !(name.endsWith("_PORT") && Pattern.matches(INJECTED_PORT, value));
    }
}
