"""GStreamer's webrtcbin as a WHIP publisher or WHEP player: gst_peer.py publish|play URL SECONDS [CODEC]

Prints one JSON line with what it sent or decoded, and ends with 0 if that was enough.
"""
import json
import sys
import threading
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

VIDEO = {
    "VP8": "vp8enc deadline=1 cpu-used=8 target-bitrate=600000 keyframe-max-dist=50 ! rtpvp8pay picture-id-mode=15-bit"
    " ! application/x-rtp,media=video,encoding-name=VP8,payload=96",
    "H264": "x264enc tune=zerolatency speed-preset=ultrafast bitrate=600 key-int-max=50 ! video/x-h264,profile=constrained-baseline"
    " ! h264parse ! rtph264pay config-interval=-1 aggregate-mode=zero-latency"
    " ! application/x-rtp,media=video,encoding-name=H264,payload=96",
}

PUBLISH = """
webrtcbin name=rtc bundle-policy=max-bundle
videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=25/1 ! videoconvert ! queue ! {video} ! rtc.
audiotestsrc is-live=true freq=440 volume=0.5 ! audio/x-raw,rate=48000,channels=2 ! queue ! opusenc ! rtpopuspay
 ! application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! rtc.
"""


class Peer:
    def __init__(self, role, url, codec):
        self.role, self.url, self.codec = role, url, codec
        self.loop = GLib.MainLoop()
        self.counts = {"video": 0, "audio": 0}
        self.resource = None
        self.error = None
        self.posted = False
        if role == "publish":
            self.pipe = Gst.parse_launch(PUBLISH.format(video=VIDEO[codec]))
            self.rtc = self.pipe.get_by_name("rtc")
            for index in range(2):
                pad = self.rtc.get_static_pad(f"sink_{index}")
                kind = "video" if index == 0 else "audio"
                pad.add_probe(Gst.PadProbeType.BUFFER, self.counter(kind))
                transceiver = self.rtc.emit("get-transceiver", index)
                transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
                if kind == "video":
                    transceiver.set_property("do-nack", True)
        else:
            self.pipe = Gst.Pipeline.new("play")
            self.rtc = Gst.ElementFactory.make("webrtcbin", "rtc")
            self.rtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
            self.pipe.add(self.rtc)
            self.rtc.connect("pad-added", self.on_pad)
            clock = 90000
            for caps in (
                f"application/x-rtp,media=video,encoding-name={codec},payload=96,clock-rate={clock}"
                + (",packetization-mode=(string)1,profile-level-id=(string)42e01f" if codec == "H264" else ""),
                "application/x-rtp,media=audio,encoding-name=OPUS,payload=97,clock-rate=48000,encoding-params=(string)2",
            ):
                direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
                transceiver = self.rtc.emit("add-transceiver", direction, Gst.Caps.from_string(caps))
                transceiver.set_property("do-nack", True)
        self.rtc.connect("on-negotiation-needed", self.on_negotiation_needed)
        bus = self.pipe.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.on_error)

    def counter(self, kind):
        def count(pad, info):
            self.counts[kind] += 1
            return Gst.PadProbeReturn.OK

        return count

    def on_error(self, bus, message):
        self.error = str(message.parse_error())
        self.loop.quit()

    def on_negotiation_needed(self, rtc):
        rtc.emit("create-offer", None, Gst.Promise.new_with_change_func(self.on_offer, None))

    def on_offer(self, promise, _):
        reply = promise.get_reply()  # owns the description, so it must outlive it
        offer = reply.get_value("offer")
        self.rtc.emit("set-local-description", offer, Gst.Promise.new())
        threading.Thread(target=self.exchange, args=(offer.sdp.as_text(),), daemon=True).start()

    def exchange(self, offer):
        try:
            request = urllib.request.Request(self.url, offer.encode(), {"content-type": "application/sdp"}, method="POST")
            with urllib.request.urlopen(request, timeout=10) as response:
                self.resource = urllib.parse.urljoin(self.url, response.headers["location"])
                answer = response.read()
        except Exception as error:  # told in the result
            body = error.read().decode() if hasattr(error, "read") else ""
            self.error = f"{error} {body}\n{offer}"
            self.loop.quit()
            return
        _, message = GstSdp.SDPMessage.new()
        GstSdp.sdp_message_parse_buffer(answer, message)
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.rtc.emit("set-remote-description", description, Gst.Promise.new())

    def on_pad(self, rtc, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        kind = pad.get_current_caps().get_structure(0).get_string("media")
        decode = Gst.ElementFactory.make("decodebin")
        decode.connect("pad-added", self.on_decoded, kind)
        self.pipe.add(decode)
        decode.sync_state_with_parent()
        pad.link(decode.get_static_pad("sink"))

    def on_decoded(self, decode, pad, kind):
        sink = Gst.ElementFactory.make("fakesink")
        sink.set_property("sync", False)
        self.pipe.add(sink)
        sink.sync_state_with_parent()
        pad.add_probe(Gst.PadProbeType.BUFFER, self.counter(kind))
        pad.link(sink.get_static_pad("sink"))

    def run(self, seconds):
        self.pipe.set_state(Gst.State.PLAYING)
        GLib.timeout_add(int(seconds * 1000), self.loop.quit)
        self.loop.run()
        state = self.rtc.get_property("connection-state").value_nick
        self.pipe.set_state(Gst.State.NULL)
        if self.resource:
            urllib.request.urlopen(urllib.request.Request(self.resource, method="DELETE"), timeout=5).close()
        print(json.dumps({"role": self.role, "codec": self.codec, "state": state, **self.counts, "error": self.error}), flush=True)
        return 0 if self.error is None and min(self.counts.values()) > 0 else 1


if __name__ == "__main__":
    Gst.init(None)
    sys.exit(Peer(sys.argv[1], sys.argv[2], sys.argv[4] if len(sys.argv) > 4 else "VP8").run(float(sys.argv[3])))
