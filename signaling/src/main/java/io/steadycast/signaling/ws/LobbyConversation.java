package io.steadycast.signaling.ws;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Grant;
import io.steadycast.signaling.http.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Confined to its virtual thread. The talk with a page in the lobby: a hello with a token where tokens are asked for; then it listens. */
final class LobbyConversation {
    private static final long HELLO_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_MESSAGES = 100;
    private static final short INVALID_DATA = 1007;
    private static final short POLICY = 1008;

    private final SocketPeer peer;
    private final Authenticator auth;
    private final Audience audience;

    LobbyConversation(SocketPeer peer, Authenticator auth, Audience audience) {
        this.peer = peer;
        this.auth = auth;
        this.audience = audience;
    }

    /** Runs until the socket closes, which interrupts it, or the page breaks the rules. */
    void run() throws InterruptedException {
        try {
            Optional<String> token = auth.isOpen() ? Optional.empty() : token(peer.poll(HELLO_NS));
            Grant grant = auth.authenticate(token);
            audience.joinLobby(peer, grant);
            for (int i = 0; i < MAX_MESSAGES; ) {
                if (peer.poll(Long.MAX_VALUE) != null) {
                    i++; // There is nothing to say here; a page that greets again is not wrong.
                }
            }
            peer.close(POLICY, "rate");
        } catch (ProblemException e) {
            peer.sendError(e.type(), e.detail());
            peer.close(e.status() == 400 ? INVALID_DATA : POLICY, e.type());
        } finally {
            audience.leaveLobby(peer);
        }
    }

    private static Optional<String> token(@Nullable String hello) throws ProblemException {
        if (hello == null) {
            return Optional.empty();
        }
        try {
            return new JsonObject(hello).getValue("token") instanceof String token
                    ? Optional.of(token)
                    : Optional.empty();
        } catch (DecodeException | ClassCastException e) {
            throw new ProblemException(400, "json", "Malformed JSON", "A message must be a JSON object.");
        }
    }
}
