package dev.carillon.load.run;

import java.util.ArrayList;
import java.util.List;

/** What a pacer sends through, by scenario. Each confined to the event loop of its lane. */
final class Sources {
    private Sources() {}

    /** Publishers in turn. */
    static final class Published implements Pacer.Source {
        private final Lane lane;
        private int turn;

        Published(Lane lane) {
            this.lane = lane;
        }

        @Override
        public boolean publish(long dueUs) {
            lane.publishers.get(turn).publish(dueUs);
            turn = turn + 1 < lane.publishers.size() ? turn + 1 : 0;
            return true;
        }

        @Override
        public void flush() {
            lane.publishers.forEach(Publisher::flushPublished);
        }
    }

    /** Sessions in turn, until each has sent its messages. */
    static final class Asked implements Pacer.Source {
        private final Lane lane;
        private final List<SessionClient> written = new ArrayList<>();
        private int turn;

        Asked(Lane lane) {
            this.lane = lane;
        }

        @Override
        public boolean publish(long dueUs) {
            int clients = lane.roster.size();
            for (int i = 0; i < clients; i++) {
                turn = turn + 1 < clients ? turn + 1 : 0;
                if (lane.roster.get(turn) instanceof SessionClient client && client.isOpen() && !client.hasSentAll()) {
                    client.publish(dueUs);
                    written.add(client);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void flush() {
            written.forEach(SessionClient::flushAsked);
            written.clear();
        }
    }

    /** Users in turn, through the back-end. */
    static final class Notified implements Pacer.Source {
        private final BackEndPublisher backEnd;
        private final int first;
        private final int users;
        private int turn;

        /** @param first of so many users */
        Notified(BackEndPublisher backEnd, int first, int users) {
            this.backEnd = backEnd;
            this.first = first;
            this.users = users;
        }

        @Override
        public boolean publish(long dueUs) {
            backEnd.publish(first + turn, dueUs);
            turn = (turn + 1) % users;
            return true;
        }

        @Override
        public void flush() {}
    }

    /** New connections. */
    static final class Connected implements Pacer.Source {
        private final Run run;
        private final Lane lane;
        private final Connections connections;
        private int index;

        Connected(Run run, Lane lane, Connections connections, int index) {
            this.run = run;
            this.lane = lane;
            this.connections = connections;
            this.index = index;
        }

        @Override
        public boolean publish(long dueUs) {
            int number = index++ & Integer.MAX_VALUE;
            connections.open(new Place(run, lane, connections, number, new Batch(1, () -> {}), 0, dueUs));
            lane.counters.sent++;
            return true;
        }

        @Override
        public void flush() {}
    }
}
