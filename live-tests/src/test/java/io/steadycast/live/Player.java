package io.steadycast.live;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which page a measured viewer watches in; each is a script that joins, leaves {@code session} and {@code measured} behind and tells {@code firstFrameMs}; null if none came in time. */
enum Player {
    /** A plain WHEP client of the test kit. */
    BARE {
        @Override
        String joins(String whep, int withinMs) {
            return """
                    window.session = await kit.watch('%s');
                    const firstFrameMs = await kit.firstFrameWithin(session, %d).catch(() => null);
                    window.measured = await kit.measure(session.video, session.stream, null);
                    """.formatted(whep, withinMs);
        }
    },

    /** The product's page. It joins by itself, and anew if it is stuck: {@code session.joins} counts. */
    WATCH {
        @Override
        String joins(String whep, int withinMs) {
            return """
                    const end = performance.now() + %d;
                    while (!window.steadycast?.firstFrameMs) {
                      if (performance.now() > end && find('video')?.srcObject) break;
                      if (performance.now() > end + 5000) throw new Error('not joined: ' + window.steadycast?.state);
                      await new Promise(resolve => setTimeout(resolve, 10));
                    }
                    const firstFrameMs = steadycast.firstFrameMs ?? null;
                    const video = find('video');
                    // Its content policy lets no worklet in that would listen.
                    window.measured = await kit.measure(video, new MediaStream(video.srcObject.getVideoTracks()), null);
                    const first = steadycast.pc();
                    window.session = {
                      get pc() { return steadycast.pc(); },
                      get joinedAnew() { return steadycast.pc() !== first; },
                      leave: async () => steadycast.leave(),
                    };
                    """.formatted(withinMs);
        }
    };

    abstract String joins(String whep, int withinMs);

    static List<String> names() {
        return Arrays.stream(values()).map(Player::option).toList();
    }

    static Player byName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
