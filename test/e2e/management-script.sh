# Builds an organization with two users, a shared repository, a trigger and a retention rule, checks them, and leaves
# the account as it was. Stops at the first command that fails.
set -eu
before=$(swrctl org list -o name; swrctl quota -o tsv)

swrctl org add shop
swrctl perm add shop alice=edit bob=read
swrctl repo add shop/web/app --description "web shop" --category app_server
swrctl push app.tar shop/web/app:v1 shop/web/app:v2
swrctl tag add shop/web/app:v2 stable

swrctl share add shop/web/app --account partner --until 30d --description "release images"
swrctl trigger add shop/web/app deploy --on "regex=^v" --cluster prod --workload deployment/web
swrctl retention add shop/web/app --keep-count 10 --except-tag stable

test "$(swrctl perm who-can push shop/web/app -o name | sort | tr '\n' ' ')" = "administrator alice "
test "$(swrctl tag list shop/web/app --filter 'v*' -o name | sed s,.*:,, | sort | tr '\n' ' ')" = "v1 v2 "
test "$(swrctl share list --expiring 31d --query '[0].account')" = '"partner"'
test "$(swrctl trigger list shop/web/app -o name)" = "deploy"
test "$(swrctl retention show shop/web/app --query keepCount)" = "10"
test "$(swrctl repo show shop/web/app --query public)" = "false"

if swrctl org remove shop --yes; then exit 1; else test $? -eq 6; fi
if swrctl repo show shop/nope; then exit 1; else test $? -eq 5; fi

swrctl trigger disable shop/web/app deploy
swrctl trigger remove shop/web/app deploy --yes
swrctl share remove shop/web/app partner --yes
swrctl retention remove shop/web/app --yes
swrctl tag remove shop/web/app:stable shop/web/app:v1 --yes
swrctl repo remove shop/web/app --yes
swrctl perm remove shop alice bob --yes
swrctl org remove shop --yes

test "$before" = "$(swrctl org list -o name; swrctl quota -o tsv)"
echo "left as found"
