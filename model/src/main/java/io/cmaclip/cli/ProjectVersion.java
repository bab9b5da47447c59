package io.cmaclip.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The project's version, as Maven wrote it into the jar. */
final class ProjectVersion implements IVersionProvider {
  private static final String PROPERTIES = "/META-INF/maven/io.cmaclip/model/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream in = ProjectVersion.class.getResourceAsStream(PROPERTIES)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return new String[] {
        "cmaclip " + properties.getProperty("version", "(run from class files)"),
        "Java ${java.version} (${java.vendor}), ${os.name} ${os.arch}"
      };
    }
  }
}
