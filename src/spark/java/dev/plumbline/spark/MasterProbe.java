package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Asks whether a master of a stand-alone cluster listens. Spark itself asks for a minute and then fails somewhere else. */
final class MasterProbe {
    private static final int CONNECT_MILLIS = 5_000;

    private MasterProbe() {}

    /** Checks that one of the masters listens; those beside it stand by. */
    static void require(SparkMaster master) {
        List<Optional<String>> refusals =
                master.places().stream().map(MasterProbe::refusal).toList();
        if (!refusals.isEmpty() && refusals.stream().allMatch(Optional::isPresent)) {
            throw new ClusterException("no Spark master answers at " + master.url() + " ("
                    + refusals.get(0).orElseThrow() + "). Start it (sbin/start-master.sh), or correct host and port");
        }
    }

    private static Optional<String> refusal(SparkMaster.Place place) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), CONNECT_MILLIS);
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("unknown host " + place.host());
        } catch (IOException e) {
            return Optional.of(Session.firstLine(e));
        }
    }
}
