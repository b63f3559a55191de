package dev.carillon.endpoint;

import java.util.Locale;

/**
 * From the name of a user to the user's channel. Immutable.
 *
 * @param prefix of the channels
 * @param maxLength of a name, in characters
 */
public record UserNames(String prefix, int maxLength) {
    /** A name as it is compared: in lower case, without white space around it. */
    public static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** The channel of a name that is {@link #normal}. */
    public String channel(String name) {
        return prefix + name;
    }

    /** The name by which a channel's messages are counted: its own if it is an endpoint's, one for all users' channels. */
    public String channelLabel(String channel) {
        if (ChannelNames.isOfEndpoint(channel)) {
            return channel;
        }
        return channel.startsWith(prefix) ? prefix + "*" : "other";
    }

    /** Why a name, which is {@link #normal}, cannot be a user's, or null when it can. */
    public String fault(String name) {
        if (name.isEmpty()) {
            return "The user name is empty";
        }
        if (name.length() > maxLength) {
            return "The user name has more than " + maxLength + " characters";
        }
        if (ChannelNames.isBroken(name)) {
            return "The user name has half a surrogate pair";
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "The user name has control characters";
        }
        return ChannelNames.isReserved(channel(name)) ? "The user name is reserved" : null;
    }
}
