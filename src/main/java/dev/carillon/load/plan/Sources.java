package dev.carillon.load.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses to connect from. In a range each of the four numbers runs from its first to its last value, so that
 * {@code 127.0.0.1-127.0.11.1} is twelve addresses, one in each of twelve networks of 256. nginx's {@code ip_hash} looks at
 * the first three numbers only. Pure.
 */
public final class Sources {
    /** One address in each of twelve networks, which nginx's {@code ip_hash} deals out to twelve servers. */
    public static final String SPREAD = "127.0.0.1-127.0.11.1";

    private static final int MAX = 65_536;

    private Sources() {}

    /**
     * The addresses of a list of addresses and ranges.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static List<InetAddress> parse(String list) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException("expected addresses or ranges such as " + SPREAD);
            }
            addRange(numbers(ends[0]), numbers(ends[ends.length - 1]), addresses);
        }
        return addresses;
    }

    private static void addRange(int[] from, int[] to, List<InetAddress> addresses) {
        long size = 1;
        for (int i = 0; i < 4; i++) {
            size *= to[i] - from[i] + 1L;
            if (from[i] > to[i]) {
                throw new IllegalArgumentException("a range runs upwards in each of its four numbers");
            }
        }
        if (size + addresses.size() > MAX) {
            throw new IllegalArgumentException("more than " + MAX + " addresses");
        }
        for (int a = from[0]; a <= to[0]; a++) {
            for (int b = from[1]; b <= to[1]; b++) {
                for (int c = from[2]; c <= to[2]; c++) {
                    for (int d = from[3]; d <= to[3]; d++) {
                        addresses.add(address(a, b, c, d));
                    }
                }
            }
        }
    }

    private static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int[] numbers(String address) {
        String[] parts = address.strip().split("\\.", -1);
        int[] numbers = new int[4];
        if (parts.length != 4) {
            throw new IllegalArgumentException("expected addresses or ranges such as " + SPREAD);
        }
        for (int i = 0; i < 4; i++) {
            numbers[i] = parts[i].matches("\\d{1,3}") ? Integer.parseInt(parts[i]) : 256;
            if (numbers[i] > 255) {
                throw new IllegalArgumentException("not an IPv4 address: " + address.strip());
            }
        }
        return numbers;
    }
}
