# The ledger in one image. Build it from the root of the repository.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -DskipTests -pl ledger-api -am package

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 ledger \
    && useradd --system --uid 10001 --gid ledger --home-dir /var/lib/ledger --create-home ledger \
    && chmod 700 /var/lib/ledger
COPY --from=build /src/ledger-api/target/ledger.jar /opt/ledger/ledger.jar
USER ledger
WORKDIR /var/lib/ledger
ENV LEDGER_DATA_DIR=/var/lib/ledger
VOLUME /var/lib/ledger
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${LEDGER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxGCPauseMillis=25", "-XX:G1HeapRegionSize=8m", "-XX:MaxRAMPercentage=60", "-jar", "/opt/ledger/ledger.jar"]
CMD ["serve"]
