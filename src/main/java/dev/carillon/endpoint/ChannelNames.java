package dev.carillon.endpoint;

import java.util.Set;

/** Which names a channel may have. Pure. */
public final class ChannelNames {
    /** The longest name of a channel, in characters. */
    public static final int MAX_LENGTH = 256;

    private static final String INTERNAL = "carillon:";
    private static final String REDIS_OWN = "__key";
    private static final Set<String> OF_ENDPOINTS =
            Set.of(ChatEndpoint.CHANNEL, ServerEvents.CHANNEL, BoardEndpoint.CHANNEL);

    private ChannelNames() {}

    /** Whether the name belongs to an endpoint, to Carillon itself or to Redis, so that no user may have it. */
    public static boolean isReserved(String name) {
        return isOfEndpoint(name) || isInternal(name);
    }

    /** Whether the name belongs to an endpoint. */
    static boolean isOfEndpoint(String name) {
        return OF_ENDPOINTS.contains(name);
    }

    /** Whether the name belongs to Carillon itself or to Redis, so that nobody may publish there. */
    public static boolean isInternal(String name) {
        return name.startsWith(INTERNAL) || name.startsWith(REDIS_OWN);
    }

    /** Whether a name has half a surrogate pair, which cannot be written in UTF-8. */
    static boolean isBroken(String name) {
        return name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Why a name cannot be a channel's, or null when it can. */
    public static String fault(String name) {
        if (name.isBlank()) {
            return "the name is empty";
        }
        if (name.length() > MAX_LENGTH) {
            return "the name has more than " + MAX_LENGTH + " characters";
        }
        if (isBroken(name)) {
            return "the name has half a surrogate pair";
        }
        return name.chars().anyMatch(Character::isISOControl) ? "the name has control characters" : null;
    }
}
