package node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one node until SIGTERM or SIGINT: {@code Main HOME key=value ...}, the keys as in elasticsearch.yml.
 *
 * <p>The published jars lack the server's launcher (it lives in the distribution), so this class does the
 * little that is left of it: settings from the command line, logging to the console, plugins from HOME.
 */
public final class Main {
    private static final long STOP_SECONDS = 20;

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.err.println("usage: Main HOME [key=value ...]");
            System.exit(64);
        }
        Path home = Path.of(args[0]).toAbsolutePath();
        Settings settings = settings(home, args);

        LogConfigurator.setNodeName(settings.get("node.name"));
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings);

        Environment environment = new Environment(settings, home.resolve("config"));
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of());
        Node node = new Node(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        node.start();
        new CountDownLatch(1).await();
    }

    private static Settings settings(Path home, String[] args) {
        Settings.Builder builder = Settings.builder()
            .put("path.home", home.toString())
            .put("node.name", "node-1")
            .put("network.host", "127.0.0.1")
            // A disk that is nearly full must not turn a test run's indices read-only.
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (int i = 1; i < args.length; i++) {
            String[] setting = args[i].split("=", 2);
            if (setting.length != 2) {
                System.err.println("not a key=value setting: " + args[i]);
                System.exit(64);
            }
            builder.put(setting[0], setting[1]);
        }
        return builder.build();
    }

    /** Closes the node and waits for the requests under way, so that nothing acknowledged is lost. */
    private static void stop(Node node) {
        try {
            node.close();
            if (node.awaitClose(STOP_SECONDS, TimeUnit.SECONDS) == false) {
                System.err.println("the node did not stop within " + STOP_SECONDS + " seconds");
            }
        } catch (IOException e) {
            System.err.println("the node did not stop cleanly: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
