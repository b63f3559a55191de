package dev.carillon.chaos;

import dev.carillon.bus.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a run: every accepted message reached every client once and in order, or lies where that client was told of a gap; gaps are exact,
 * and nothing is at two places. Confined to the thread that created it.
 */
final class Accounting {
    /**
     * What came out.
     *
     * @param delivered messages over all clients
     * @param missing accepted messages that clients did not get and were told of, over all clients
     * @param notices of gaps, over all clients
     * @param ends of connections, over all clients
     * @param faults in words; the first {@value #MOST_FAULTS}
     */
    record Result(
            int clients, int accepted, long delivered, long missing, long notices, long ends, List<String> faults) {}

    private static final int MOST_FAULTS = 20;

    private final List<List<Said>> accepted;
    private final Map<Position, String> texts = new HashMap<>();
    private final Map<String, Long> begins = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long delivered;
    private long missing;
    private long notices;
    private long ends;

    private Accounting(List<List<Said>> accepted) {
        this.accepted = accepted;
    }

    /**
     * Judges.
     *
     * @param accepted by speaker, in the order in which they were said
     * @param clients what each of them heard
     */
    static Result judge(List<List<Said>> accepted, List<? extends List<Heard>> clients) {
        Accounting accounting = new Accounting(accepted);
        accounting.survey(clients);
        for (int i = 0; i < clients.size(); i++) {
            accounting.follow("client " + i, clients.get(i));
            accounting.account("client " + i, clients.get(i));
        }
        return new Result(
                clients.size(),
                accepted.stream().mapToInt(Collection::size).sum(),
                accounting.delivered,
                accounting.missing,
                accounting.notices,
                accounting.ends,
                List.copyOf(accounting.faults));
    }

    /** Where messages are, which has to be the same for everybody, and where epochs begin. */
    private void survey(List<? extends List<Heard>> clients) {
        Set<Heard.Message> all = new HashSet<>();
        clients.forEach(client -> client.forEach(heard -> {
            if (heard instanceof Heard.Message message) {
                all.add(message);
            }
        }));
        for (Heard.Message message : all) {
            Position position = message.position();
            if (position == null) {
                fault(message + " has no position");
                continue;
            }
            String other = texts.putIfAbsent(position, message.text());
            if (other != null) {
                fault("at " + position.token() + " are both " + other + " and " + message.text());
            }
            begins.merge(position.epoch(), position.offset(), Math::min);
        }
    }

    /** Positions go on without a hole but for those announced. */
    private void follow(String client, List<Heard> heard) {
        Track track = new Track();
        for (Heard next : heard) {
            String fault = "";
            if (next instanceof Heard.Began began) {
                track.begin(began.since());
            } else if (next instanceof Heard.Message message) {
                delivered++;
                fault = message.position() == null ? "" : track.message(message.position());
            } else if (next instanceof Heard.Missing gap) {
                notices++;
                fault = track.gap(gap);
            } else if (next instanceof Heard.Ended) {
                ends++;
            } else {
                fault = "is foreign";
            }
            if (!fault.isEmpty()) {
                fault(client + ": " + next + " " + fault);
            }
        }
    }

    /** What was accepted is there once, in order, or was announced to be missing where it would have been. */
    private void account(String client, List<Heard> heard) {
        Map<Said, Integer> places = new HashMap<>();
        int[] gapsBefore = new int[heard.size() + 1];
        for (int i = 0; i < heard.size(); i++) {
            gapsBefore[i + 1] = gapsBefore[i] + (heard.get(i) instanceof Heard.Missing ? 1 : 0);
            Said said = heard.get(i) instanceof Heard.Message message ? message.said() : null;
            if (said != null && places.putIfAbsent(said, i) != null) {
                fault(client + ": got twice what was " + said.text());
            }
        }
        for (List<Said> speech : accepted) {
            int before = 0;
            List<Said> absent = new ArrayList<>();
            for (Said said : speech) {
                Integer place = places.get(said);
                if (place == null) {
                    absent.add(said);
                } else if (place < before) {
                    fault(client + ": got out of order what was " + said.text());
                } else {
                    absent(client, absent, gapsBefore[place] - gapsBefore[before]);
                    absent.clear();
                    before = place;
                }
            }
            absent(client, absent, gapsBefore[heard.size()] - gapsBefore[before]);
        }
    }

    private void absent(String client, List<Said> absent, int gaps) {
        missing += absent.size();
        if (gaps == 0 && !absent.isEmpty()) {
            fault(client + ": lost in silence " + absent.size() + " messages from what was "
                    + absent.get(0).text());
        }
    }

    private void fault(String words) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(words);
        }
    }

    /** Where one client is. */
    private final class Track {
        private final Set<String> epochs = new HashSet<>();
        /** Null behind a gap that is open at its end: another epoch begins. */
        private String epoch;

        /** Of the last message; -1 when nothing is known of the epoch. */
        private long offset;

        void begin(Position since) {
            epoch = since.epoch();
            offset = since.offset();
            epochs.add(epoch);
        }

        String message(Position position) {
            String fault = epoch == null ? first(position) : next(position);
            begin(position);
            return fault;
        }

        private String next(Position position) {
            if (!position.epoch().equals(epoch)) {
                return "comes from another epoch than " + epoch + " unannounced";
            }
            if (position.offset() <= offset) {
                return "comes again, after " + offset;
            }
            return position.offset() > offset + 1 ? "comes after a silent hole from " + offset : "";
        }

        private String first(Position position) {
            if (epochs.contains(position.epoch())) {
                return "comes from an epoch that was over";
            }
            long expected = offset < 0 ? begins.get(position.epoch()) : offset + 1;
            return position.offset() == expected ? "" : "is not the first of its epoch, which is " + expected;
        }

        String gap(Heard.Missing gap) {
            String fault = offset >= 0 && gap.from() != offset + 1 ? "does not follow on " + offset : "";
            if (gap.to() == null) {
                epoch = null;
                offset = -1;
            } else {
                offset = gap.to();
            }
            return fault;
        }
    }
}
