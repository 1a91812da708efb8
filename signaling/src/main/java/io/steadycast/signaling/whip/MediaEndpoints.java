package io.steadycast.signaling.whip;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Grant;
import io.steadycast.signaling.auth.Role;
import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.Names;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.steadycast.signaling.ice.IceServer;
import io.steadycast.signaling.ice.IceServers;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.room.HostRef;
import io.steadycast.signaling.room.MediaSession;
import io.steadycast.signaling.room.PublishRequest;
import io.steadycast.signaling.room.PublishSession;
import io.steadycast.signaling.room.RoomException;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.room.ViewRequest;
import io.steadycast.signaling.sdp.NegotiationException;
import io.steadycast.signaling.sdp.Negotiator;
import io.steadycast.signaling.sdp.Offer;
import io.steadycast.signaling.sdp.OfferReader;
import io.steadycast.signaling.sdp.PublishPlan;
import io.steadycast.signaling.sdp.SdpException;
import io.steadycast.signaling.sdp.SdpParser;
import io.steadycast.signaling.sdp.ViewPlan;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Any thread. {@code POST /whip/{room}} and {@code POST /whep/{room}}: an offer in, a session and its answer out. */
public final class MediaEndpoints {
    static final String SDP = "application/sdp";
    private static final int MAX_LOOKUPS = 3;

    private final RoomRegistry rooms;
    private final Authenticator auth;
    private final Negotiators negotiators;
    private final IceServers iceServers;
    private final SecureRandom random = new SecureRandom();

    public MediaEndpoints(RoomRegistry rooms, Authenticator auth, Negotiators negotiators, IceServers iceServers) {
        this.rooms = rooms;
        this.auth = auth;
        this.negotiators = negotiators;
        this.iceServers = iceServers;
    }

    /** WHIP (RFC 9725 section 4.2). */
    public Reply publish(Call call) throws ProblemException {
        String room = Names.room(call.path("room"));
        Grant grant = auth.require(call.bearer(), room, Role.PUBLISH);
        Optional<String> publisher = publisher(call);
        try {
            PublishPlan plan = negotiators.forPublisher().publish(offer(call));
            PublishSession session = rooms.publish(
                    new PublishRequest(room, publisher, grant.subject(), plan.transport(), plan.tracks()));
            String answer = plan.answer(session.ice().transport(), sdpSessionId());
            return created("/whip/", session, answer, SessionEndpoints.FRAGMENT).with("Link", links(grant));
        } catch (SdpException e) {
            throw Refusals.of(e);
        } catch (NegotiationException e) {
            throw Refusals.of(e);
        } catch (RoomException e) {
            throw Refusals.of(e);
        } catch (MediaPlaneException e) {
            throw Refusals.of(e);
        }
    }

    /** WHEP (draft-ietf-wish-whep section 4.2), with the client's offer. */
    public Reply view(Call call) throws ProblemException {
        String room = Names.room(call.path("room"));
        Grant grant = auth.require(call.bearer(), room, Role.VIEW);
        Optional<String> publisher = publisher(call);
        Optional<String> policy = call.query("policy");
        Negotiator negotiator = negotiators.forViewer(policy);
        try {
            Offer offer = offer(call);
            return view(room, publisher, policy, host -> negotiator.view(offer, host.tracks()))
                    .with("Link", links(grant));
        } catch (SdpException e) {
            throw Refusals.of(e);
        } catch (NegotiationException e) {
            throw Refusals.of(e);
        } catch (RoomException e) {
            throw Refusals.of(e);
        } catch (MediaPlaneException e) {
            throw Refusals.of(e);
        }
    }

    /** How a viewer and a host come together. */
    private interface Meeting {
        ViewPlan with(HostRef host) throws NegotiationException;
    }

    private Reply view(String room, Optional<String> publisher, Optional<String> policy, Meeting meeting)
            throws RoomException, NegotiationException, MediaPlaneException {
        for (int attempt = 1; ; attempt++) {
            HostRef host = rooms.host(room, publisher);
            ViewPlan plan = meeting.with(host);
            try {
                RoomRegistry.Joined joined = rooms.join(new ViewRequest(
                        room,
                        host,
                        publisher.isPresent(),
                        policy,
                        plan.transport(),
                        plan.tracks(),
                        plan.unservedKinds()));
                String answer = plan.answer(joined.answer(), sdpSessionId());
                return created("/whep/", joined.session(), answer, SessionEndpoints.FRAGMENT + ", application/json");
            } catch (RoomException e) {
                // The host reloads just now: negotiate with its new session.
                if (e.reason() != RoomException.Reason.HOST_CHANGED || attempt == MAX_LOOKUPS) {
                    throw e;
                }
            } catch (MediaPlaneException e) {
                if (e.reason() != MediaPlaneException.Reason.NO_SUCH_PEER || attempt == MAX_LOOKUPS) {
                    throw e;
                }
            }
        }
    }

    private static Reply created(String path, MediaSession session, String answer, String acceptPatch) {
        return Reply.text(201, SDP, answer)
                .with("Location", path + session.room() + "/" + session.id())
                .with("ETag", session.ice().entityTag())
                .with("Accept-Patch", acceptPatch)
                .with("Cache-Control", "no-store");
    }

    /** RFC 9725 section 4.6. */
    private List<String> links(Grant grant) {
        return iceServers.forUser(grant.subject()).stream().map(IceServer::link).toList();
    }

    private static Optional<String> publisher(Call call) throws ProblemException {
        Optional<String> named = call.query("publisher");
        return named.isPresent() ? Optional.of(Names.publisher(named.get())) : Optional.empty();
    }

    private static Offer offer(Call call) throws ProblemException, SdpException, NegotiationException {
        String type = call.mediaType().orElse("");
        if (!type.equals(SDP)) {
            throw new ProblemException(
                            415,
                            "media-type",
                            "Wrong media type",
                            "Content-Type must be " + SDP + ", not \"" + type + "\".")
                    .with("Accept-Post", SDP);
        }
        return OfferReader.read(SdpParser.parse(call.body().getBytes()));
    }

    /** RFC 8829 section 5.2.1 asks for 63 random bits whose highest is zero. */
    private long sdpSessionId() {
        return random.nextLong() >>> 2;
    }
}
