package io.steadycast.signaling.web;

import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.room.MediaSession;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which peers a list is asked for: those of one room or of all, by growing number, behind {@code after}, {@code limit} at most. Each one's figures
 * are asked of its loop, so the limit bounds what one request costs the media path.
 */
record PeerPage(Optional<String> room, long after, int limit) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 500;

    static PeerPage of(Call call) throws ProblemException {
        return new PeerPage(call.query("room"), number(call, "after", -1, -1, Long.MAX_VALUE), (int)
                number(call, "limit", DEFAULT_LIMIT, 1, MOST));
    }

    /** @param next behind which the next page begins, null: there is none */
    record Listed<S>(List<S> peers, @Nullable Long next) {}

    <S extends MediaSession> Listed<S> of(List<S> all) {
        List<S> matching = all.stream()
                .filter(peer -> peer.peer().value() > after)
                .filter(peer -> room.isEmpty() || room.get().equals(peer.room()))
                .sorted(Comparator.comparingLong(peer -> peer.peer().value()))
                .toList();
        if (matching.size() <= limit) {
            return new Listed<>(matching, null);
        }
        List<S> listed = matching.subList(0, limit);
        return new Listed<>(listed, listed.getLast().peer().value());
    }

    private static long number(Call call, String name, long absent, long least, long most) throws ProblemException {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below, in the same words as a number out of range.
        }
        throw new ProblemException(
                400,
                "query",
                "Not understood",
                "\"" + name + "\" is " + text.get() + "; it must be a whole number in " + least + ".." + most + ".");
    }
}
