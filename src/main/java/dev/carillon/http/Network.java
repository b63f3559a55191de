package dev.carillon.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IP addresses, as CIDR (RFC 4632, RFC 4291 section 2.3) names them. Immutable.
 *
 * @param prefix how many leading bits all its addresses have in common
 */
record Network(InetAddress address, int prefix) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern CIDR = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or an address alone. */
    static Optional<Network> parse(String text) {
        Matcher parts = CIDR.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return literal(parts.group(1)).flatMap(address -> {
            int bits = 8 * address.getAddress().length;
            int prefix = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
            return prefix > bits ? Optional.empty() : Optional.of(new Network(address, prefix));
        });
    }

    /** An address written in numbers; never asks a name server. IPv4 within IPv6 is IPv4. */
    static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        return mine.length == theirs.length && Arrays.equals(masked(mine, prefix), masked(theirs, prefix));
    }

    /** The address with all but its first {@code bits} bits set to 0. */
    static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }
}
