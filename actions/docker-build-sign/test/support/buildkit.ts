import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why there is no real builder here; undefined when there is one. */
export function findMissing(): string | undefined {
  const missing = ['SLIPWAY_BUILDX', 'SLIPWAY_BUILDKITD', 'SLIPWAY_RUNC'].filter(
    (name) => !existsSync(process.env[name] ?? ''),
  );
  if (missing.length > 0) return `${missing.join(', ')} not set`;
  if (process.getuid?.() !== 0) return 'buildkitd needs root';
  return undefined;
}

/** A buildkitd of the test with a builder for it. */
export interface RealBuilder {
  /** With PATH and BUILDX_CONFIG; `real` is the current builder. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of its control socket. */
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * Starts buildkitd without network and mounts of its own, and makes it the current builder.
 * @param flags further arguments of buildkitd
 * @throws Error with its words
 */
export async function startBuilder(flags: readonly string[] = []): Promise<RealBuilder> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bk-'));
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  for (const [name, variable] of [
    ['buildx', 'SLIPWAY_BUILDX'],
    ['buildkitd', 'SLIPWAY_BUILDKITD'],
    ['runc', 'SLIPWAY_RUNC'],
  ] as const)
    symlinkSync(process.env[variable] ?? '', join(programs, name));
  const variables = {
    PATH: `${programs}${delimiter}/usr/local/bin${delimiter}/usr/bin${delimiter}/bin${delimiter}/usr/sbin${delimiter}/sbin`,
    HOME: folder,
    BUILDX_CONFIG: join(folder, 'buildx'),
    BUILDX_BUILDER: 'real',
  };
  const socket = join(folder, 's');
  const child = spawn(
    join(programs, 'buildkitd'),
    [
      ...['--addr', `unix://${socket}`, '--root', join(folder, 'state'), '--containerd-worker=false'],
      ...['--oci-worker-snapshotter=native', '--oci-worker-net=host'],
      ...flags,
    ],
    { env: variables, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${String(chunk)}`.slice(-4000);
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 600 && !existsSync(socket) && child.exitCode === null; attempt += 1)
    await sleep(50);
  if (!existsSync(socket)) {
    await stop();
    throw new Error(`buildkitd did not start: ${said}`);
  }
  const create = ['create', '--driver', 'remote', '--name', 'real', `unix://${socket}`];
  execFileSync(join(programs, 'buildx'), create, {
    env: { ...variables, BUILDX_BUILDER: '' },
    stdio: 'pipe',
  });
  return { variables, socket, stop };
}

// Where it is missing, the builder is too: that is built by it.
const goProgram = 'go';

const source = `package main

import (
	"crypto/rand"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Writes down everything that a step of a build can get hold of, and what came of each attempt to get more.
func spy(report string, places []string) {
	var lines []string
	say := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	read := func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			say("read %s: refused: %v", path, err)
			return
		}
		say("read %s: %s", path, strings.ReplaceAll(string(data), "\\x00", "\\n"))
	}
	for _, each := range os.Environ() {
		say("variable %s", each)
	}
	read("/proc/self/mountinfo")
	read("/proc/self/status")
	processes, _ := filepath.Glob("/proc/[0-9]*")
	say("processes %d", len(processes))
	for _, each := range processes {
		read(each + "/cmdline")
		read(each + "/environ")
	}
	for _, each := range places {
		read(each)
		_, err := net.DialTimeout("unix", each, time.Second)
		say("dial %s: refused: %v", each, err)
	}
	say("mount: refused: %v", syscall.Mount("tmpfs", "/", "tmpfs", 0, ""))
	say("trace: refused: %v", syscall.PtraceAttach(1))
	filepath.WalkDir("/", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (path == "/proc" || path == "/sys") {
			return filepath.SkipDir
		}
		if err == nil && entry.Type().IsRegular() && path != "/probe" {
			read(path)
		}
		return nil
	})
	os.WriteFile(report, []byte(strings.Join(lines, "\\n")), 0o644)
}

func main() {
	switch os.Args[1] {
	case "copy":
		data, err := os.ReadFile(os.Args[2])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.WriteFile(os.Args[3], data, 0o644)
	case "say":
		fmt.Println(os.Args[2])
	case "env":
		os.WriteFile(os.Args[3], []byte(os.Getenv(os.Args[2])), 0o644)
	case "random":
		data := make([]byte, 16)
		rand.Read(data)
		os.WriteFile(os.Args[2], data, 0o644)
	case "spy":
		spy(os.Args[2], os.Args[3:])
	case "sleep":
		fmt.Println("sleeping")
		time.Sleep(time.Minute)
	case "fail":
		fmt.Fprintln(os.Stderr, os.Args[2])
		os.Exit(7)
	}
}
`;

/** A static program for RUN in an image that is empty besides. @param architecture in the words of Go */
export function buildProbe(architecture: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-probe-'));
  writeFileSync(join(folder, 'main.go'), source);
  writeFileSync(join(folder, 'go.mod'), 'module probe\n\ngo 1.21\n');
  execFileSync(goProgram, ['build', '-ldflags=-s -w', '-o', 'probe', '.'], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: architecture },
    stdio: 'pipe',
  });
  return folder;
}
