package dev.carillon.load.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a lane counts. Confined to the event loop of its lane; copies are handed out. */
final class Counters {
    long begun;
    long connected;
    long open;
    long failed;
    /** Those of the failed that the tester had no file or port for. */
    long shortOfOwn;

    long attemptsFailed;
    long retries;
    long cut;
    long reconnected;
    /** Of those that were cut: whom the server told when to come back. */
    long askedBack;

    long sent;
    long unsent;
    /** Due while the publisher was away. */
    long skipped;

    long refused;
    /** Messages that clients were to get, each counted for each client. */
    long expected;

    long received;
    long responses;
    long errorResponses;
    long serverEvents;
    long foreign;
    long misdelivered;
    long diverged;
    long notOwed;
    long unknownAfterCut;
    /** Clients that were to ask for what they missed, and could not: the server had not said where they stood, or they stayed away. */
    long unresumed;
    /** Missed while the client was away, and got when it was back. */
    long recovered;
    /** Missing, and the server said that so many are. */
    long announced;

    long gapNotices;
    long bytesReceived;

    /** Clients that have neither connected nor given up. */
    long unfinished() {
        return begun - failed - (connected - reconnected);
    }

    Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        map.put("connected", connected);
        map.put("open", open);
        map.put("failed", failed);
        map.put("shortOfOwn", shortOfOwn);
        map.put("unfinished", unfinished());
        map.put("attemptsFailed", attemptsFailed);
        map.put("retries", retries);
        map.put("cut", cut);
        map.put("reconnected", reconnected);
        map.put("askedBack", askedBack);
        map.put("sent", sent);
        map.put("unsent", unsent);
        map.put("skipped", skipped);
        map.put("refused", refused);
        map.put("expected", expected);
        map.put("received", received);
        map.put("responses", responses);
        map.put("errorResponses", errorResponses);
        map.put("serverEvents", serverEvents);
        map.put("foreign", foreign);
        map.put("misdelivered", misdelivered);
        map.put("diverged", diverged);
        map.put("notOwed", notOwed);
        map.put("unknownAfterCut", unknownAfterCut);
        map.put("unresumed", unresumed);
        map.put("recovered", recovered);
        map.put("announced", announced);
        map.put("gapNotices", gapNotices);
        map.put("bytesReceived", bytesReceived);
        return map;
    }
}
