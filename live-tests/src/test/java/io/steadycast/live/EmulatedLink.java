package io.steadycast.live;

import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorConfig;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.link.spec.PathSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import tools.jackson.databind.JsonNode;

/** Stateless. Puts an emulated link between a page's viewer and the server. */
public final class EmulatedLink {
    private EmulatedLink() {}

    /**
     * In front of the port where the server puts viewers, which an answer to a first join tells; what the page joins from now on goes through it. Firefox pairs its
     * interfaces only with addresses that are not loopback, so the emulator stands on the server's best one.
     */
    public static Emulator open(Page viewer, String whep, NamedPath path, long seed) throws IOException {
        viewer.await("return window.kit;", Live.SOON);
        JsonNode candidate = viewer.run("""
                const first = await kit.watch(%s);
                await first.leave();
                const all = kit.candidates(first.answer).filter(c => !c.address.includes(':'));
                return all.find(c => !c.address.startsWith('127.')) ?? all[0];
                """.formatted(Page.quote(whep)));
        String address = candidate.path("address").asString();
        var server = new InetSocketAddress(
                InetAddress.ofLiteral(address), candidate.path("port").asInt());
        Emulator link =
                Emulator.open(EmulatorConfig.of(new InetSocketAddress(server.getAddress(), 0), server, path, seed));
        int through = link.addresses().getFirst().getPort();
        viewer.run("kit.throughRelay('" + address + "', " + through + ");");
        return link;
    }

    static Emulator open(Page viewer, String whep, PathSpec path, long seed) throws IOException {
        return open(viewer, whep, new NamedPath("test", path), seed);
    }
}
