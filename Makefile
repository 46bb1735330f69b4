# The front door: every task of a developer, an operator or CI is a target here. `make` alone lists them.

# Our warnings are errors; SwiftPM silences those of dependencies. `build` and `test` share the flag, so that neither
# makes the other compile anew.
STRICT := -Xswiftc -warnings-as-errors

.DEFAULT_GOAL := help
.PHONY: help demo demo-psql test faults chaos sanitize lint format build release bench-demo bench-queue clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Move two million rows from SQLite into a PostgreSQL of its own, killing a worker on the way
	@scripts/demo.sh

demo-psql: ## Look into the last demo's database
	@scripts/demo-psql.sh

test: ## Run the unit and integration tests, on servers of their own
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	@scripts/test.sh $(STRICT)

faults: ## Run the fault suite in its long form: about an hour
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_FAULTS=long scripts/test.sh $(STRICT) --filter FaultTests

chaos: ## Kill processes at random for a minute, then show that nothing was lost or doubled
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_FAULTS=long scripts/test.sh $(STRICT) --filter ChaosTests

sanitize: ## Run the unit tests under the thread sanitizer, the C boundary under the address sanitizer
	@scripts/install-dependencies.sh test
	swift test --sanitize thread --scratch-path .build-thread --disable-xctest --filter UnitTests
	swift test --sanitize address --scratch-path .build-address --disable-xctest --filter \
		'IntegrationTests.(ODBCSource|Postgres|PinnedThread)|PGCopy'

lint: ## Check the format and the rules of the house
	@scripts/lint.sh

format: ## Format the Swift code in place
	swift format format --in-place --parallel --recursive Package.swift $(wildcard Sources Tests sql Benchmarks)

build: ## Build the programs for debugging
	@scripts/install-dependencies.sh build
	swift build $(STRICT)

release: ## Build the programs for use: .build/release/snowmelt and .build/release/snowmelt-worker
	@scripts/install-dependencies.sh build
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker

bench-demo: ## Time the demo's fact table against pgloader, twice each
	@Benchmarks/demo-vs-pgloader.sh

bench-queue: ## Load the work queue: a million chunks, a hundred workers (CHUNKS=20000 PHASE_SECONDS=5 is a quick look)
	@scripts/install-dependencies.sh test
	swift build -c release --product queue-load
	@"$$(swift build -c release --show-bin-path)/queue-load"

clean: ## Remove what was built and the demo
	@scripts/demo-clean.sh
	swift package clean
