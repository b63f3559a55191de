package dev.carillon.gateway;

import dev.carillon.testing.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Plain requests from chosen addresses. */
final class Http {
    private static final int IN_A_ROW = 100;

    /** @param text head and body */
    record Answer(int status, String text) {}

    private Http() {}

    static Answer get(String source, int port, String path, String... headers) {
        try (WsClient client = WsClient.from(source, port)) {
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            client.send(request.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            String text = new String(client.input().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(text.substring(9, 12)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends requests until one is answered with {@code status}; false: none of them was. */
    static boolean reaches(int status, int requests, String source, int port, String path) {
        for (int sent = 0; sent < requests; sent += IN_A_ROW) {
            if (oneOfARowReaches(status, source, port, path)) {
                return true;
            }
        }
        return false;
    }

    /** One request behind the other without waiting. */
    private static boolean oneOfARowReaches(int status, String source, int port, String path) {
        try (WsClient client = WsClient.from(source, port)) {
            client.send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .repeat(IN_A_ROW)
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < IN_A_ROW; i++) {
                String head = client.readHead();
                if (head.startsWith("HTTP/1.1 " + status)) {
                    return true;
                }
                client.input().skipNBytes(length(head));
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .sum();
    }
}
