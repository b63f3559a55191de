package dev.carillon.socket;

/** That one session listens to one audience, and where it stands there. Confined to the event loop of its core. */
final class Membership {
    final Audience audience;
    final Session session;
    int position;

    Membership(Audience audience, Session session) {
        this.audience = audience;
        this.session = session;
    }
}
