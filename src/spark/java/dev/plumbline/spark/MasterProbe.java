package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.spec.error.ErrorKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.spark.SparkConf;

/** Asks whether a master listens. Spark itself asks for a minute, and YARN's client for a quarter of an hour. */
final class MasterProbe {
    private static final int CONNECT_MILLIS = 5_000;

    private MasterProbe() {}

    /** Checks that one of the masters listens; those beside it stand by. */
    static void require(SparkMaster master, SparkConf conf) {
        if (master.isYarn()) {
            requireYarn();
        } else if (master.apiServer().isPresent()) {
            new KubernetesApi(conf, master.apiServer().get()).require();
        } else {
            requireOne(
                    master.places().stream()
                            .map(place -> InetSocketAddress.createUnresolved(place.host(), place.port()))
                            .toList(),
                    "no Spark master answers at " + master.url(),
                    "Start it (sbin/start-master.sh), or correct host and port");
        }
    }

    private static void requireYarn() {
        YarnConfiguration settings = new YarnConfiguration();
        if (settings.getResource("yarn-site.xml") == null) {
            throw new ClusterException(
                    ErrorKind.CLUSTER_SETTINGS,
                    "`--spark yarn` needs the settings of Hadoop: set HADOOP_CONF_DIR to the directory"
                            + " that has core-site.xml and yarn-site.xml");
        }
        if (!HAUtil.isHAEnabled(settings)) { // else one of several, which YARN's client finds
            InetSocketAddress place = settings.getSocketAddr(
                    YarnConfiguration.RM_ADDRESS,
                    YarnConfiguration.DEFAULT_RM_ADDRESS,
                    YarnConfiguration.DEFAULT_RM_PORT);
            requireOne(
                    List.of(place),
                    "no resource manager of YARN answers at " + place.getHostString() + ":" + place.getPort(),
                    "Start it, or correct yarn.resourcemanager.address in yarn-site.xml");
        }
    }

    private static void requireOne(List<InetSocketAddress> places, String problem, String advice) {
        List<Optional<String>> refusals =
                places.stream().map(MasterProbe::refusal).toList();
        if (!refusals.isEmpty() && refusals.stream().allMatch(Optional::isPresent)) {
            throw new ClusterException(
                    ErrorKind.CLUSTER_UNREACHABLE,
                    problem + " (" + refusals.get(0).orElseThrow() + "). " + advice);
        }
    }

    private static Optional<String> refusal(InetSocketAddress place) {
        InetSocketAddress resolved = new InetSocketAddress(place.getHostString(), place.getPort());
        if (resolved.isUnresolved()) {
            return Optional.of("unknown host " + place.getHostString());
        }
        try (Socket socket = new Socket()) {
            socket.connect(resolved, CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Session.firstLine(e));
        }
    }
}
